import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { answerDecision, type DecisionAnswer } from './answer-decision.ts'
import { decisionRepository } from './decision.repository.ts'
import { assertNotInDoubt } from './decision.rules.ts'
import type { Decision } from './decision.ts'

/**
 * A second person confirms what one officer did for safety (decisions 31). Late is allowed: until then it rings.
 * Refuses what answerDecision does, `person-in-doubt`.
 */
export async function confirmDecision(
  world: World,
  principal: Principal,
  input: DecisionAnswer,
): Promise<Decision> {
  return answerDecision(world, principal, input, {
    is: 'confirm',
    event: 'decision.confirmed',
    permission: ({ confirmed }) => confirmed?.confirm,
    needsStepUp: true,
    async check(tx, _decision, personId, acts) {
      const parts = acts.map((act) => act.personId)
      assertNotInDoubt(await decisionRepository(tx).isInDoubtWith(personId, parts))
    },
  })
}
