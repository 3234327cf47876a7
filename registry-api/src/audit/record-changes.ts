import type { Transaction } from '../db/transaction.ts'
import type { Change } from './audit.ts'
import { auditRepository } from './audit.repository.ts'

/** Writes an event for each change, in the transaction of the change itself (invariant A-1). */
export async function recordChanges(tx: Transaction, changes: readonly Change[]): Promise<void> {
  const { kind, id, requestId } = tx.principal
  if (kind === 'public') throw new Error('the public changes nothing')
  await auditRepository(tx).insert(
    changes.map((change) => ({
      id: tx.newId(),
      at: tx.at,
      actorKind: kind,
      actorId: id,
      event: change.event,
      subjectKind: change.subject.kind,
      subjectId: change.subject.id,
      fromState: change.from ?? null,
      toState: change.to ?? null,
      data: change.data ?? {},
      requestId: requestId ?? null,
    })),
  )
  tx.noteChange()
}
