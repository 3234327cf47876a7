import { readWhitelist, type Entry } from '@trust-space/whitelist/format'
import { PUBLIC } from '../db/principal.ts'
import { currentRecord, servedBytes } from '../publications/publication.queries.ts'
import type { ServedRecord } from '../publications/publication.ts'
import type { World } from '../world.ts'

export interface ServedList {
  readonly record: ServedRecord
  readonly generatedAt: string
  readonly entries: readonly Entry[]
}

/**
 * The list in force as anybody can download it, parsed once: public pages read what is published, never the tables
 * of the registry.
 */
export function createServedList(world: World): () => Promise<ServedList | undefined> {
  let held: ServedList | undefined
  return async () => {
    const record = await world.inTransaction(PUBLIC, currentRecord, { readOnly: true })
    if (record === undefined) return undefined
    if (held?.record.sequence !== record.sequence) {
      const bytes = await world.inTransaction(PUBLIC, (tx) => servedBytes(tx, record.sequence), {
        readOnly: true,
      })
      const { generatedAt, entries } = readWhitelist(bytes)
      held = { record, generatedAt, entries }
    }
    return held
  }
}
