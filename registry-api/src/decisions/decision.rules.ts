import { ruleOf, type DecisionClass } from './classes.ts'
import { decisionRefusals } from './decision.refusals.ts'
import type { DecisionAct, DecisionState, DecisionVerdict } from './decision.ts'

/** The life of a decision: from state and verdict to state. What is not here is refused. */
export const decisionTransitions = {
  // Refused or taken back at any time; approved only once the party was heard (assertHeard).
  observations: { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' },
  proposed: { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' },
  'to-confirm': { confirm: 'confirmed' },
  approved: {},
  refused: {},
  withdrawn: {},
  expired: {},
  void: {},
  confirmed: {},
} as const satisfies Record<DecisionState, Partial<Record<DecisionVerdict, DecisionState>>>

const PAST = {
  propose: 'proposed',
  approve: 'approved',
  refuse: 'refused',
  withdraw: 'withdrawn',
  confirm: 'confirmed',
} as const satisfies Record<DecisionVerdict, string>

/**
 * What `verdict` makes of a decision. Throws `decision-void` and `decision-expired` for what ended by itself, else
 * `decision-wrong-state`.
 */
export function afterVerdict(state: DecisionState, verdict: DecisionVerdict): DecisionState {
  const transitions: Partial<Record<DecisionVerdict, DecisionState>> = decisionTransitions[state]
  const to = transitions[verdict]
  if (to !== undefined) return to
  if (state === 'void') throw decisionRefusals('decision-void')
  if (state === 'expired') throw decisionRefusals('decision-expired')
  throw decisionRefusals('decision-wrong-state', { state, act: PAST[verdict] })
}

/** The worker ends what has expired; until it has looked, nobody answers it either. Throws `decision-expired`. */
export function assertStillOpen(decision: { readonly expiresAt: Date | null }, at: Date): void {
  if (decision.expiresAt !== null && at >= decision.expiresAt) throw decisionRefusals('decision-expired')
}

/** Adverse: the party is heard first (CRPA L.121-1). Throws `observations-open`. */
export function assertHeard(decision: { readonly observationsUntil: Date | null }, at: Date): void {
  const until = decision.observationsUntil
  if (until !== null && at < until)
    throw decisionRefusals('observations-open', { until: until.toISOString() })
}

/**
 * S1 and S2, over persons and not accounts: author of the subject, proposer and whoever answers are all different, and
 * each has one act. Throws `same-person`.
 */
export function assertAnotherPerson(
  personId: string,
  decision: { readonly authors: readonly string[] },
  acts: readonly Pick<DecisionAct, 'personId'>[],
): void {
  if (decision.authors.includes(personId) || acts.some((act) => act.personId === personId))
    throw decisionRefusals('same-person')
}

/** S8: who shares a mail or a security key may be one person twice. Throws `person-in-doubt`. */
export function assertNotInDoubt(isInDoubt: boolean): void {
  if (isInDoubt) throw decisionRefusals('person-in-doubt')
}

/** Only its proposer takes a proposal back. Throws `not-the-proposer`. */
export function assertProposer(personId: string, decision: { readonly proposedBy: string }): void {
  if (personId !== decision.proposedBy) throw decisionRefusals('not-the-proposer')
}

/** Whether these acts and one more approval at `at` are enough: distinct persons, none of them too old to count. */
export function isDecided(
  name: DecisionClass,
  acts: readonly Pick<DecisionAct, 'personId' | 'verdict' | 'at'>[],
  at: Date,
): boolean {
  const { people, fourEyes } = ruleOf(name)
  if (fourEyes === undefined) return true
  const counting = acts.filter(
    (act) =>
      act.verdict === 'propose' ||
      (act.verdict === 'approve' && at.getTime() - act.at.getTime() < fourEyes.approvalLifeMs),
  )
  return new Set(counting.map(({ personId }) => personId)).size + 1 >= people
}

/** What an officer has cut in the window; one more of `kind` must fit. Throws `safety-budget`. */
export function assertWithinBudget(
  kind: 'drimbox' | 'operator',
  spent: { readonly drimboxes: number; readonly operators: number },
): void {
  const { budget } = ruleOf('safety').confirmed!
  // k boxes *or* one operator: whoever has cut an operator has spent all of it (decisions 31).
  const isSpent =
    kind === 'drimbox'
      ? spent.drimboxes >= budget.drimboxes || spent.operators >= budget.operators
      : spent.operators >= budget.operators || spent.drimboxes > 0
  if (isSpent)
    throw decisionRefusals('safety-budget', { drimboxes: budget.drimboxes, operators: budget.operators })
}
