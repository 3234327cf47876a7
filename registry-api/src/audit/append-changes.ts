import type { Transaction } from '../db/transaction.ts'
import type { Change } from './audit.ts'
import { auditRepository } from './audit.repository.ts'
import { chainHash, type ChainedEvent } from './chain.ts'

/** Writes the events of a transaction at the end of the chain, in their order (invariants ). */
export async function appendChanges(
  tx: Pick<Transaction, 'db' | 'principal' | 'at' | 'newId'>,
  changes: readonly Change[],
): Promise<void> {
  const { kind, id, personId, requestId } = tx.principal
  if (kind === 'public') throw new Error('the public changes nothing')
  const repository = auditRepository(tx)
  let { seq, hash } = await repository.lockHead()
  const rows = changes.map((change) => {
    const event: ChainedEvent = {
      seq: (seq += 1),
      id: tx.newId(),
      at: tx.at.toISOString(),
      actorKind: kind,
      actorId: id,
      // A key counts as whoever answers for it (S3).
      onBehalfOf: change.onBehalfOf ?? (kind === 'key' ? (personId ?? null) : null),
      organisationId: change.organisationId ?? null,
      event: change.event,
      subjectKind: change.subject.kind,
      subjectId: change.subject.id,
      fromState: change.from ?? null,
      toState: change.to ?? null,
      data: change.data ?? {},
      decisionId: change.decisionId ?? null,
      stepUpId: change.stepUpId ?? null,
      requestId: requestId ?? null,
    }
    hash = chainHash(hash, event)
    return { ...event, at: tx.at, actorKind: kind, hash }
  })
  await repository.append(rows, { seq, hash })
}
