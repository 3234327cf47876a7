import { registry } from '#lib/server/trust-space.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const trustAnchors = await registry.trustAnchors()
  if (!trustAnchors.known) locals.nothingKnown = true
  return { trustAnchors }
}
