import type { Principal } from '../db/principal.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { auditEventsAfter } from './audit.queries.ts'
import { recordChanges } from './record-changes.ts'
import { storedEvent } from './stored-event.ts'
import type { StoredEvent } from './verify-chain.ts'

/**
 * The events after `after`, as their hashes cover them, at most `limit`. That somebody took them is an event itself,
 * and comes after those it tells of.
 */
export async function exportEvents(
  world: World,
  principal: Principal,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<StoredEvent[]> {
  assertMay(principal, 'audit.export')
  return world.inTransaction(principal, async (tx) => {
    const rows = await auditEventsAfter(tx, after, limit)
    await recordChanges(tx, [
      {
        event: 'access.audit-exported',
        subject: { kind: 'audit', id: 'events' },
        data: { after, count: rows.length },
      },
    ])
    return rows.map(storedEvent)
  })
}
