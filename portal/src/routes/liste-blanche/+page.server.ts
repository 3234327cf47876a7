import { readEntriesQuery } from '#lib/entries-query.ts'
import { registry, whitelistUrl } from '#lib/server/trust-space.ts'
import type { PageServerLoad } from './$types'

const ENTRIES_SHOWN = 50
const PUBLICATIONS_SHOWN = 10

export const load: PageServerLoad = async ({ locals, url }) => {
  const query = readEntriesQuery(url.searchParams)
  const older = url.searchParams.get('publications') ?? ''
  const olderThan = /^[1-9]\d{0,8}$/.test(older) ? Number(older) : undefined
  const [status, entries, publications, trustAnchors] = await Promise.all([
    registry.status(),
    registry.entries(query, ENTRIES_SHOWN),
    registry.publications(olderThan, PUBLICATIONS_SHOWN),
    registry.trustAnchors(),
  ])
  if (!status.known && !entries.known && !publications.known) locals.nothingKnown = true
  return { query, olderThan, entries, publications, trustAnchors, whitelistUrl, entriesShown: ENTRIES_SHOWN }
}
