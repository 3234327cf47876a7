import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Permission } from '../rights/permissions.ts'
import type { Act } from '../step-ups/act.ts'
import { consumeStepUp } from '../step-ups/consume-step-up.ts'
import type { World } from '../world.ts'
import { ruleOf, type DecisionClassRule } from './classes.ts'
import { decisionRefusals } from './decision.refusals.ts'
import { decisionRepository } from './decision.repository.ts'
import { afterVerdict, assertAnotherPerson, assertStillOpen } from './decision.rules.ts'
import { actingPerson, moveDecision } from './decision.steps.ts'
import type { Decision, DecisionAct, DecisionVerdict } from './decision.ts'

export interface DecisionAnswer {
  readonly id: string
  /** Of the decision, as it was read. */
  readonly version: number
  readonly reason?: string | undefined
  readonly act: Act
}

interface Verdict {
  readonly is: Exclude<DecisionVerdict, 'propose'>
  readonly event: 'decision.approved' | 'decision.refused' | 'decision.withdrawn' | 'decision.confirmed'
  permission(rule: DecisionClassRule): Permission | undefined
  /** Rules of this verdict alone, once those of all have let it through. */
  check(tx: Transaction, decision: Decision, personId: string, acts: readonly DecisionAct[]): Promise<void>
  readonly needsStepUp: boolean
  /** What else happens, before the decision moves. */
  apply?(tx: Transaction, decision: Decision): Promise<void>
}

/**
 * One act of one person on a decision: found, allowed, as it was read, still open, another person; then written, with its
 * event. Refuses `decision-…`, `right-missing`, `conflict-of-interest`, `same-person`, `step-up-…`; 412 where another act
 * came first.
 */
export async function answerDecision(
  world: World,
  principal: Principal,
  input: DecisionAnswer,
  verdict: Verdict,
): Promise<Decision> {
  return world.inTransaction(principal, async (tx) => {
    const decisions = decisionRepository(tx)
    const decision = await decisions.findForAct(input.id)
    if (decision === undefined) throw decisionRefusals('decision-not-found')
    const permission = verdict.permission(ruleOf(decision.class))
    // A class without this verdict: whoever could have proposed it learns that it is in the wrong state for it.
    assertMay(tx.principal, permission ?? 'decision.propose', decision.organisationId ?? undefined)
    if (decision.version !== input.version) throw new StaleVersion(decision.version)
    const to = afterVerdict(decision.state, verdict.is)
    assertStillOpen(decision, tx.at)
    const personId = actingPerson(tx)
    const acts = await decisions.actsOf(decision.id)
    // Withdrawing is the second word of the proposer, the only one anybody has.
    if (verdict.is !== 'withdraw') assertAnotherPerson(personId, decision.shown, acts)
    await verdict.check(tx, decision, personId, acts)
    const stepUpId = verdict.needsStepUp ? await consumeStepUp(tx, input.act) : null
    await decisions.insertAct({
      decisionId: decision.id,
      personId,
      verdict: verdict.is,
      reason: input.reason ?? null,
      digest: decision.digest,
      stepUpId,
    })
    await verdict.apply?.(tx, decision)
    return moveDecision(tx, decision, to, verdict.event, stepUpId ?? undefined)
  })
}
