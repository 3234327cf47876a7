import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { answerDecision, type DecisionAnswer } from './answer-decision.ts'
import type { Decision } from './decision.ts'

/** One refusal ends it; the subject stays as it is. Refuses what answerDecision does. */
export async function refuseDecision(
  world: World,
  principal: Principal,
  input: DecisionAnswer & { readonly reason: string },
): Promise<Decision> {
  return answerDecision(world, principal, input, {
    is: 'refuse',
    event: 'decision.refused',
    permission: ({ fourEyes }) =>
      fourEyes?.answer === 'decision.approve' ? 'decision.refuse' : fourEyes?.answer,
    needsStepUp: true,
    check: async () => {},
  })
}
