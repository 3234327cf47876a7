import type { Principal } from '../db/principal.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { applyEvent, lockCommitment, type Seen } from './act-on-commitment.ts'
import type { Commitment } from './commitment.ts'

/** One person of the agency takes the reading of it upon them. Refuses `commitment-wrong-state`. */
export async function claimCommitment(world: World, principal: Principal, seen: Seen): Promise<Commitment> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, seen)
    assertMay(principal, 'commitment.review', commitment.organisationId)
    return applyEvent(tx, commitment, 'claim', { change: { claimedBy: principal.personId ?? null } })
  })
}
