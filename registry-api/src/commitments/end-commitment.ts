import type { Principal } from '../db/principal.ts'
import type { Decision } from '../decisions/decision.ts'
import { livingDrimboxesOf } from '../drimboxes/withdraw-drimboxes-of.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { lockCommitment, type Seen } from './act-on-commitment.ts'
import { proposeEvent } from './propose-event.ts'

/**
 * Proposes the end: its DRIMboxes are withdrawn and their numbers burnt. Each line that leaves is shown by name, and the
 * very DRIMboxes are part of what is approved: one more, or one less, and the proposal is void.
 */
export async function endCommitment(
  world: World,
  principal: Principal,
  input: Seen & { readonly reason: string; readonly clause?: string | undefined },
  act: Act,
): Promise<Decision> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, input)
    assertMay(principal, 'decision.propose', commitment.organisationId)
    const boxes = await livingDrimboxesOf(tx, commitment.organisationId)
    return proposeEvent(tx, commitment, 'end', {
      class: 'mass',
      payload: { drimboxIds: boxes.map(({ id }) => id).toSorted() },
      shown: { numbers: boxes.map(({ number }) => number) },
      reason: input.reason,
      clause: input.clause,
      act,
    })
  })
}
