import type { Principal } from '../db/principal.ts'
import type { Decision } from '../decisions/decision.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { lockCommitment, type Seen } from './act-on-commitment.ts'
import { commitmentRepository } from './commitment.repository.ts'
import { afterEvent } from './commitment.rules.ts'
import { proposeEvent } from './propose-event.ts'
import { assertControlAgain } from './submission.rules.ts'

/**
 * Proposes to bring it back to the state it had. After a long time out, both persons vouch that each access point has
 * proven control again. Refuses `control-unproven`.
 */
export async function restoreCommitment(
  world: World,
  principal: Principal,
  input: Seen & { readonly reason: string; readonly controlProven: boolean },
  act: Act,
): Promise<Decision> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, input)
    assertMay(principal, 'decision.propose', commitment.organisationId)
    afterEvent(commitment, 'restore')
    const accessPoints = await commitmentRepository(tx).countAccessPoints(commitment.organisationId)
    assertControlAgain(commitment.outSince, tx.at, accessPoints, input.controlProven)
    return proposeEvent(tx, commitment, 'restore', {
      class: 'grant',
      payload: { controlProven: input.controlProven },
      shown: { outSince: commitment.outSince?.toISOString() ?? null, controlProven: input.controlProven },
      reason: input.reason,
      act,
    })
  })
}
