import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Decision } from '../decisions/decision.ts'
import { dayInParis } from '../paris-days.ts'
import { assertMay, may } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { applyEvent, lockCommitment, type EventRecord, type Seen } from './act-on-commitment.ts'
import { commitmentRefusals } from './commitment.refusals.ts'
import { afterEvent } from './commitment.rules.ts'
import type { Commitment } from './commitment.ts'
import { proposeEvent } from './propose-event.ts'
import { assertNoticeIsLong } from './submission.rules.ts'

export interface Notice extends Seen {
  readonly endsOn: string
  readonly reason?: string | undefined
  /** Of the agency's notice. */
  readonly clause?: string | undefined
  readonly urgency?: string | undefined
}

/**
 * Gives notice; lines stay. Its own signatory does it at once; the agency proposes it, and as that is adverse, the
 * party is heard first and a second person decides. Refuses `notice-too-short`, `motive-needed`.
 */
export async function giveNotice(
  world: World,
  principal: Principal,
  input: Notice,
  act: Act,
): Promise<Commitment | Decision> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, input)
    if (may(principal, 'commitment.notice', commitment.organisationId)) {
      return applyNotice(tx, commitment, input.endsOn, {
        change: { reason: input.reason ?? null, clause: null },
        data: {
          by: 'organisation',
          reasonSha256: input.reason === undefined ? null : digestOf(input.reason),
        },
      })
    }
    assertMay(principal, 'decision.propose', commitment.organisationId)
    return proposeNotice(tx, commitment, input, act)
  })
}

async function proposeNotice(
  tx: Transaction,
  commitment: Commitment,
  { endsOn, reason, clause, urgency }: Notice,
  act: Act,
): Promise<Decision> {
  afterEvent(commitment, 'give-notice')
  if (reason === undefined || clause === undefined) throw commitmentRefusals('motive-needed')
  assertNoticeIsLong(endsOn, dayInParis(tx.at))
  return proposeEvent(tx, commitment, 'give-notice', {
    class: 'adverse',
    payload: { endsOn },
    shown: { endsOn },
    reason,
    clause,
    urgency,
    act,
  })
}

/** In a transaction: the notice runs from now until the end of its last day. */
export async function applyNotice(
  tx: Transaction,
  commitment: Commitment,
  endsOn: string,
  record: EventRecord,
): Promise<Commitment> {
  afterEvent(commitment, 'give-notice')
  assertNoticeIsLong(endsOn, dayInParis(tx.at))
  return applyEvent(tx, commitment, 'give-notice', {
    ...record,
    change: { ...record.change, endsOn, noticeGivenAt: tx.at },
    data: { ...record.data, endsOn },
  })
}
