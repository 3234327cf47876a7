import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { answerDecision, type DecisionAnswer } from './answer-decision.ts'
import { assertProposer } from './decision.rules.ts'
import type { Decision } from './decision.ts'

/** Its proposer takes it back. Refuses what answerDecision does, `not-the-proposer`. */
export async function withdrawDecision(
  world: World,
  principal: Principal,
  input: DecisionAnswer,
): Promise<Decision> {
  return answerDecision(world, principal, input, {
    is: 'withdraw',
    event: 'decision.withdrawn',
    permission: ({ fourEyes }) => fourEyes?.propose,
    needsStepUp: false,
    check: async (_tx, decision, personId) => assertProposer(personId, decision),
  })
}
