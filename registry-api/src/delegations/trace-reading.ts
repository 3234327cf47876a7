import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Delegation } from './delegation.ts'

/**
 * Who read which delegations: they name the facilities of an operator, which nobody reads unseen. One event for each
 * organisation on the page; a page without any leaves none.
 */
export async function traceReading(
  tx: Transaction,
  read: readonly Pick<Delegation, 'id' | 'organisationId'>[],
): Promise<void> {
  const byOrganisation = Map.groupBy(read, ({ organisationId }) => organisationId)
  const [only] = read
  if (read.length === 1 && only !== undefined) {
    await recordChanges(tx, [
      {
        event: 'access.delegation-read',
        subject: { kind: 'delegation', id: only.id },
        organisationId: only.organisationId,
      },
    ])
    return
  }
  await recordChanges(
    tx,
    [...byOrganisation].map(([organisationId, rows]) => ({
      event: 'access.delegation-read' as const,
      subject: { kind: 'organisation', id: organisationId },
      organisationId,
      data: { delegations: rows.length },
    })),
  )
}
