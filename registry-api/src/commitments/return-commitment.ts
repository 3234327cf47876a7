import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { applyEvent, lockCommitment, type Seen } from './act-on-commitment.ts'
import { tellOrganisation } from './commitment.mails.ts'
import type { Commitment } from './commitment.ts'

/** Gives it back to be completed, with the reason (M2). Refuses `commitment-wrong-state`. */
export async function returnCommitment(
  world: World,
  principal: Principal,
  input: Seen & { readonly reason: string },
): Promise<Commitment> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, input)
    assertMay(principal, 'commitment.review', commitment.organisationId)
    const returned = await applyEvent(tx, commitment, 'return', {
      change: { claimedBy: null, reason: input.reason },
      data: { reasonSha256: digestOf(input.reason) },
    })
    await tellOrganisation(tx, returned, 'M2', (objet) => ({ objet, motif: input.reason }))
    return returned
  })
}
