import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import { sendMail } from '../mails/send-mail.ts'
import { answeringRole } from './classes.ts'
import { decisionRepository } from './decision.repository.ts'
import type { Decision, DecisionState } from './decision.ts'
import { wordsOf } from './decision.words.ts'

/** The person behind the principal; assertMay has let nobody else through. */
export function actingPerson(tx: Transaction): string {
  const { personId } = tx.principal
  if (personId === undefined) throw new Error('only a person decides')
  return personId
}

/** Ends a proposal whose subject has moved: nobody has agreed to what it is now. */
export async function voidDecision(tx: Transaction, decision: Decision): Promise<void> {
  await moveDecision(tx, decision, 'void', 'decision.voided')
}

/** Moves a locked decision on, with its event. */
export async function moveDecision(
  tx: Transaction,
  decision: Decision,
  to: DecisionState,
  event:
    | 'decision.approved'
    | 'decision.refused'
    | 'decision.withdrawn'
    | 'decision.confirmed'
    | 'decision.expired'
    | 'decision.voided'
    | 'decision.heard',
  stepUpId?: string,
): Promise<Decision> {
  const moved = await decisionRepository(tx).moveTo(decision, to, to !== 'proposed')
  await recordChanges(tx, [
    {
      event,
      subject: { kind: 'decision', id: decision.id },
      ...(decision.organisationId === null ? {} : { organisationId: decision.organisationId }),
      from: decision.state,
      to,
      data: {
        class: decision.class,
        event: decision.event,
        subjectKind: decision.subjectKind,
        subjectId: decision.subjectId,
      },
      decisionId: decision.id,
      ...(stepUpId === undefined ? {} : { stepUpId }),
    },
  ])
  return moved
}

/** M5 to those who may answer: once, and again at each `ring`. */
export async function tellSecondPerson(tx: Transaction, decision: Decision, ring?: number): Promise<void> {
  const { effect } = decision.shown
  await sendMail(tx, {
    template: 'M5',
    recipient: { kind: 'role', role: answeringRole(decision.class) },
    values: {
      proposant: (await decisionRepository(tx).nameOf(decision.proposedBy)) ?? 'une personne de l’agence',
      decision: wordsOf(decision.subjectKind, decision.event),
      n: effect?.added ?? 0,
      m: effect?.removed ?? 0,
      echeance: (decision.confirmBy ?? decision.expiresAt)!,
    },
    dedupeKey: `decision:${decision.id}:M5${ring === undefined ? '' : `:ring-${ring}`}`,
  })
}

/** M13: the party is heard before an adverse measure (CRPA L.121-1). */
export async function tellParty(tx: Transaction, decision: Decision): Promise<void> {
  if (decision.organisationId === null) return
  await sendMail(tx, {
    template: 'M13',
    recipient: { kind: 'organisation', id: decision.organisationId },
    organisationId: decision.organisationId,
    values: {
      mesure: wordsOf(decision.subjectKind, decision.event),
      faits: decision.reason ?? '',
      clause: decision.clause ?? '',
      echeance: decision.observationsUntil!,
    },
    dedupeKey: `decision:${decision.id}:M13`,
  })
}
