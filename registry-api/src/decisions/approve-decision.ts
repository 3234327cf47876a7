import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import { permissions } from '../rights/permissions.ts'
import type { World } from '../world.ts'
import { answerDecision, type DecisionAnswer } from './answer-decision.ts'
import { ruleOf } from './classes.ts'
import { decisionRefusals } from './decision.refusals.ts'
import { decisionRepository } from './decision.repository.ts'
import { assertHeard, assertNotInDoubt, isDecided } from './decision.rules.ts'
import { voidDecision } from './decision.steps.ts'
import type { Decision, DecisionEffects } from './decision.ts'

/** Two persons may, at the moment it takes effect: one who has left since, or has another role, is none of them. */
async function assertProposerStillMay(tx: Transaction, decision: Decision): Promise<void> {
  const { roles } = permissions[ruleOf(decision.class).fourEyes!.propose]
  if (!(await decisionRepository(tx).holdsAny(decision.proposedBy, roles)))
    throw decisionRefusals('proposer-may-no-longer')
}

/** The subject is no longer what was shown: the approval is undone, the decision void. */
class SubjectMoved extends Error {
  override readonly name = 'SubjectMoved'
}

/**
 * The second person agrees: the effect of the noun is applied in the same transaction, or nothing is.
 * Refuses what answerDecision does, `person-in-doubt`, `proposer-may-no-longer`, `observations-open`, `decision-void`, and what the effect refuses.
 */
export async function approveDecision(
  world: World,
  effects: DecisionEffects,
  principal: Principal,
  input: DecisionAnswer,
): Promise<Decision> {
  try {
    return await answerDecision(world, principal, input, {
      is: 'approve',
      event: 'decision.approved',
      permission: ({ fourEyes }) => fourEyes?.answer,
      needsStepUp: true,
      async check(tx, decision, personId, acts) {
        assertHeard(decision, tx.at)
        await assertProposerStillMay(tx, decision)
        const parts = [...decision.shown.authors, ...acts.map((act) => act.personId)]
        assertNotInDoubt(await decisionRepository(tx).isInDoubtWith(personId, parts))
        if (!isDecided(decision.class, acts, tx.at)) throw new Error('no class takes three persons')
      },
      async apply(tx, decision) {
        const effect = effects[`${decision.subjectKind}.${decision.event}`]
        if (effect === undefined) throw new Error(`no effect of ${decision.subjectKind}.${decision.event}`)
        try {
          await effect(tx, decision)
        } catch (error) {
          throw error instanceof StaleVersion ? new SubjectMoved() : error
        }
      },
    })
  } catch (error) {
    if (!(error instanceof SubjectMoved)) throw error
    await world.inTransaction(principal, async (tx) => {
      const decision = await decisionRepository(tx).findForAct(input.id)
      if (decision?.version === input.version) await voidDecision(tx, decision)
    })
    throw decisionRefusals('decision-void')
  }
}
