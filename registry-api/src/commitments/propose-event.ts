import type { RecordedClass } from '../decisions/classes.ts'
import type { Decision } from '../decisions/decision.ts'
import { proposeDecision } from '../decisions/propose-decision.ts'
import type { Transaction } from '../db/transaction.ts'
import { findOrganisation } from '../organisations/find-organisation.ts'
import type { Act } from '../step-ups/act.ts'
import { afterEvent, type CommitmentEvent } from './commitment.rules.ts'
import type { Commitment } from './commitment.ts'
import { effectOnList } from './effect-on-list.ts'

export interface EventProposal {
  readonly class: RecordedClass
  readonly payload?: Readonly<Record<string, unknown>>
  readonly shown?: Readonly<Record<string, unknown>>
  readonly reason?: string | undefined
  readonly clause?: string | undefined
  readonly urgency?: string | undefined
  readonly authors?: readonly string[]
  readonly act: Act
}

/**
 * Proposes an event that takes two persons. Nothing changes yet; an event that its state does not allow is not even
 * proposed (`commitment-wrong-state`). Both persons see the same: who, from where to where, which lines come or go.
 */
export async function proposeEvent(
  tx: Transaction,
  commitment: Commitment,
  event: CommitmentEvent,
  proposal: EventProposal,
): Promise<Decision> {
  const to = afterEvent(commitment, event)
  const organisation = await findOrganisation(tx, commitment.organisationId)
  return proposeDecision(tx, {
    class: proposal.class,
    subject: { kind: 'commitment', id: commitment.id, version: commitment.version },
    event,
    organisationId: commitment.organisationId,
    payload: proposal.payload ?? {},
    shown: {
      organisation: organisation.displayName,
      kind: commitment.kind,
      from: commitment.state,
      to: to.state,
      ...proposal.shown,
    },
    effect: await effectOnList(tx, commitment, event),
    reason: proposal.reason ?? null,
    clause: proposal.clause ?? null,
    urgency: proposal.urgency ?? null,
    authors: proposal.authors ?? [],
    act: proposal.act,
  })
}
