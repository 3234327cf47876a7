import { registry } from '#lib/server/trust-space.ts'
import type { PageServerLoad } from './$types'

const PUBLICATIONS_SHOWN = 3

export const load: PageServerLoad = async ({ locals }) => {
  const [status, publications] = await Promise.all([
    registry.status(),
    registry.publications(undefined, PUBLICATIONS_SHOWN),
  ])
  if (!status.known) locals.nothingKnown = true
  return { publications }
}
