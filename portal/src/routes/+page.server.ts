import { registry } from '#lib/server/trust-space.ts'
import { readEntriesQuery } from '#lib/entries-query.ts'
import type { PageServerLoad } from './$types'

const PUBLICATIONS_SHOWN = 3
const everything = readEntriesQuery(new URLSearchParams())

export const load: PageServerLoad = async ({ locals }) => {
  const [status, publications, entries] = await Promise.all([
    registry.status(),
    registry.publications(undefined, PUBLICATIONS_SHOWN),
    // One entry is enough: its answer counts the operators.
    registry.entries(everything, 1),
  ])
  if (!status.known) locals.nothingKnown = true
  const operators = entries.known ? entries.value.operators.length : 0
  return { publications, operators: operators > 0 ? operators : undefined }
}
