import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import { commitmentRefusals } from './commitment.refusals.ts'
import { commitmentRepository } from './commitment.repository.ts'
import { afterEvent, commitmentEvents, type CommitmentEvent } from './commitment.rules.ts'
import type { Commitment, CommitmentChange } from './commitment.ts'

/** Which row, and the version of it that the actor has read. */
export interface Seen {
  readonly id: string
  readonly version: number
}

/** The row, locked. Throws `commitment-not-found` and StaleVersion. */
export async function lockCommitment(tx: Transaction, { id, version }: Seen): Promise<Commitment> {
  const found = await commitmentRepository(tx).findForAct(id)
  if (found === undefined) throw commitmentRefusals('commitment-not-found')
  if (found.version !== version) throw new StaleVersion(found.version)
  return found
}

export interface EventRecord {
  /** What else the event writes. */
  readonly change?: CommitmentChange
  /** For the audit: no secret, no personal data, no free text. */
  readonly data?: Readonly<Record<string, unknown>>
  readonly decisionId?: string
  readonly stepUpId?: string
}

/** Applies an event to a locked row, and tells the audit. Throws `commitment-wrong-state`. */
export async function applyEvent(
  tx: Transaction,
  commitment: Commitment,
  event: CommitmentEvent,
  { change, data, decisionId, stepUpId }: EventRecord = {},
): Promise<Commitment> {
  const to = afterEvent(commitment, event)
  const changed = await saveChange(tx, commitment, { ...change, ...to, waitingSince: tx.at })
  await recordChanges(tx, [
    {
      event: commitmentEvents[event].audit,
      subject: { kind: 'commitment', id: commitment.id },
      organisationId: commitment.organisationId,
      from: commitment.state,
      to: to.state,
      data: { kind: commitment.kind, ...data },
      ...(decisionId === undefined ? {} : { decisionId }),
      ...(stepUpId === undefined ? {} : { stepUpId }),
    },
  ])
  return changed
}

/** Writes to a locked row; the event is the caller's. */
export async function saveChange(
  tx: Transaction,
  commitment: Commitment,
  change: CommitmentChange,
): Promise<Commitment> {
  if (!(await commitmentRepository(tx).change(commitment.id, commitment.version, change)))
    throw new StaleVersion(commitment.version + 1)
  return { ...commitment, ...change, version: commitment.version + 1, updatedAt: tx.at }
}
