import type { Transaction } from '../db/transaction.ts'
import { commitmentRepository } from './commitment.repository.ts'
import { afterEvent, type CommitmentEvent } from './commitment.rules.ts'
import type { Commitment } from './commitment.ts'

export interface EffectOnList {
  readonly added: number
  readonly removed: number
  /** Those that come or go, by name. */
  readonly lines: readonly string[]
}

/** What an event would do to the list if it happened now, for the eyes of whoever decides it. */
export async function effectOnList(
  tx: Transaction,
  commitment: Commitment,
  event: CommitmentEvent,
): Promise<EffectOnList> {
  const commitments = commitmentRepository(tx)
  const before = await commitments.linesOf(commitment.organisationId)
  const after = await commitments.linesIf(commitment, afterEvent(commitment, event))
  const added = after.filter((line) => !before.includes(line))
  const removed = before.filter((line) => !after.includes(line))
  return { added: added.length, removed: removed.length, lines: [...added, ...removed] }
}
