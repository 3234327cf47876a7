import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Transaction } from '../db/transaction.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import { consumeStepUp } from '../step-ups/consume-step-up.ts'
import { ruleOf, type RecordedClass } from './classes.ts'
import { decisionRefusals } from './decision.refusals.ts'
import { decisionRepository } from './decision.repository.ts'
import { assertAnotherPerson, assertNotInDoubt, assertWithinBudget } from './decision.rules.ts'
import type { Decision, ListEffect, Shown } from './decision.ts'
import { actingPerson, tellParty, tellSecondPerson, voidDecision } from './decision.steps.ts'
import { shownDigest } from './shown-digest.ts'

export interface Proposal {
  readonly class: RecordedClass
  readonly subject: { readonly kind: string; readonly id: string; readonly version: number }
  /** The event of the noun; the effect of the last approval is found under `${subject.kind}.${event}`. */
  readonly event: string
  readonly organisationId?: string | null
  /** What the event takes, beside its subject. */
  readonly payload?: Readonly<Record<string, unknown>>
  /** What stands before the eyes of both persons: JSON, times as text. */
  readonly shown: Readonly<Record<string, unknown>>
  readonly effect?: ListEffect
  readonly reason?: string | null
  readonly clause?: string | null
  /** Adverse: the ground on which the party is not heard first. */
  readonly urgency?: string | null
  /** Persons who asked for it or wrote it (S1). */
  readonly authors?: readonly string[]
  readonly act: Act
}

/**
 * Brings a decision that needs a second person, in the transaction of the noun's event. Class `safety` is the one
 * exception: the noun has applied it in the same transaction, and a second person confirms it later.
 * Refuses `right-missing`, `conflict-of-interest`, `same-person`, `person-in-doubt`, `step-up-…`, `safety-budget`,
 * `decision-already-proposed`.
 */
export async function proposeDecision(tx: Transaction, proposal: Proposal): Promise<Decision> {
  const organisationId = proposal.organisationId ?? null
  const { fourEyes, confirmed } = ruleOf(proposal.class)
  assertMay(tx.principal, fourEyes?.propose ?? confirmed!.act, organisationId ?? undefined)
  const personId = actingPerson(tx)
  const authors = proposal.authors ?? []
  const decisions = decisionRepository(tx)
  assertAnotherPerson(personId, { authors }, [])
  assertNotInDoubt(await decisions.isInDoubtWith(personId, authors))
  await assertNoneWaits(tx, proposal)
  if (confirmed !== undefined) {
    const since = new Date(tx.at.getTime() - confirmed.budget.windowMs)
    const kind = proposal.subject.kind === 'drimbox' ? 'drimbox' : 'operator'
    assertWithinBudget(kind, await decisions.cutSince(since))
  }
  const stepUpId = await consumeStepUp(tx, proposal.act)
  if (confirmed !== undefined && !(await decisions.isHardware(stepUpId)))
    throw decisionRefusals('hardware-key-needed')

  const decision = newDecision(tx, proposal, personId)
  await refusedByConstraint(decisions.insert(decision), {
    decision_one_open: () => decisionRefusals('decision-already-proposed'),
  })
  await decisions.insertAct({
    decisionId: decision.id,
    personId,
    verdict: 'propose',
    reason: decision.reason,
    digest: decision.digest,
    stepUpId,
  })
  await recordChanges(tx, [
    {
      event: 'decision.proposed',
      subject: { kind: 'decision', id: decision.id },
      ...(organisationId === null ? {} : { organisationId }),
      to: decision.state,
      data: {
        class: decision.class,
        event: decision.event,
        subjectKind: decision.subjectKind,
        subjectId: decision.subjectId,
        subjectVersion: decision.subjectVersion,
        digest: decision.digest,
      },
      decisionId: decision.id,
      stepUpId,
    },
  ])
  await tellSecondPerson(tx, decision)
  if (decision.state === 'observations') await tellParty(tx, decision)
  return decision
}

/** One proposal at a time; one that was made of an older state of the subject makes way. */
async function assertNoneWaits(tx: Transaction, { subject, event }: Proposal): Promise<void> {
  const decisions = decisionRepository(tx)
  const waiting = await decisions.findOpen(subject, event)
  if (waiting === undefined) return
  if (waiting.subjectVersion === subject.version) throw decisionRefusals('decision-already-proposed')
  const older = await decisions.findForAct(waiting.id)
  // It may have ended while this transaction waited for the row.
  if (older?.version === waiting.version) await voidDecision(tx, older)
}

function newDecision(tx: Transaction, proposal: Proposal, personId: string): Decision {
  const { fourEyes, confirmed } = ruleOf(proposal.class)
  const after = (ms: number | undefined) => (ms === undefined ? null : new Date(tx.at.getTime() + ms))
  const urgency = proposal.urgency ?? null
  const observationsUntil = urgency === null ? after(fourEyes?.observationsMs) : null
  const shown: Shown = {
    class: proposal.class,
    event: proposal.event,
    subject: proposal.subject,
    organisationId: proposal.organisationId ?? null,
    payload: proposal.payload ?? {},
    reason: proposal.reason ?? null,
    clause: proposal.clause ?? null,
    urgency,
    effect: proposal.effect ?? null,
    authors: proposal.authors ?? [],
    content: proposal.shown,
  }
  return {
    id: tx.newId(),
    version: 1,
    class: proposal.class,
    state: confirmed !== undefined ? 'to-confirm' : observationsUntil === null ? 'proposed' : 'observations',
    subjectKind: proposal.subject.kind,
    subjectId: proposal.subject.id,
    subjectVersion: proposal.subject.version,
    event: proposal.event,
    organisationId: shown.organisationId,
    payload: shown.payload,
    shown,
    digest: shownDigest(shown),
    proposedBy: personId,
    reason: shown.reason,
    clause: shown.clause,
    observationsUntil,
    expiresAt: after(fourEyes?.proposalLifeMs),
    confirmBy: after(confirmed?.withinMs),
    decidedAt: confirmed === undefined ? null : tx.at,
    createdAt: tx.at,
    updatedAt: tx.at,
  }
}
