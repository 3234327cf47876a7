import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import { assertMay, may } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { applyDelegationEvent, lockDelegation, type Seen } from './act-on-delegation.ts'
import type { Delegation } from './delegation.ts'

/** Its operator gives it back, or the agency ends it on the facility's letter. No line leaves: a request opens. */
export async function revokeDelegation(
  world: World,
  principal: Principal,
  input: Seen & { readonly reason: string },
): Promise<Delegation> {
  return world.inTransaction(principal, async (tx) => {
    const delegation = await lockDelegation(tx, input)
    const { organisationId } = delegation
    const isOwn = may(principal, 'delegation.write', organisationId)
    if (!isOwn) assertMay(principal, 'delegation.check', organisationId)
    return applyDelegationEvent(tx, delegation, 'revoke', 'delegation.revoked', {
      change: { reason: input.reason },
      data: { by: isOwn ? 'organisation' : 'agency', reasonSha256: digestOf(input.reason) },
    })
  })
}
