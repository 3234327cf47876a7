import { error } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import { publicationUrl, registry } from '#lib/server/trust-space.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { sequence } = params
  // The one above is looked for too: it says whether this one was replaced, and by which.
  const [publication, above, below] = await Promise.all([
    registry.publication(sequence),
    registry.publication(sequence + 1),
    registry.publications(sequence, 1),
  ])
  if (publication.known && publication.value === undefined) {
    error(404, { message: messages.publication.notFound(String(sequence)), kind: 'publication' })
  }
  if (!publication.known) locals.nothingKnown = true
  return {
    sequence,
    publication,
    url: publicationUrl(sequence),
    next: above.known ? above.value?.sequence : undefined,
    previous: below.known ? below.value.items[0]?.sequence : undefined,
  }
}
