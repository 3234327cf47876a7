import type { Change } from '../audit/audit.ts'
import { recordChanges } from '../audit/record-changes.ts'
import { systemPrincipal, type Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { onMembership, saveMembership, type MembershipAct } from './act-on-membership.ts'
import { membershipRefusals } from './membership.refusals.ts'
import { membershipRepository } from './membership.repository.ts'
import { assertAdministratorRemains, permissionToManage } from './membership.rules.ts'
import type { Membership } from './membership.ts'
import { endSessionsOf } from './open-session.ts'

const BATCH = 100

/**
 * Ends a membership, one's own or a member's: sessions die, keys sleep until somebody adopts them (they count as their
 * creator's). Refuses `last-administrator`, `membership-wrong-state`.
 */
export async function endMembership(
  world: World,
  principal: Principal,
  input: MembershipAct,
): Promise<Membership> {
  return onMembership(world, principal, input, async (tx, { membership, kinds, team }) => {
    const isOwn = principal.kind === 'person' && principal.personId === membership.personId
    if (!isOwn) assertMay(principal, permissionToManage(kinds), membership.organisationId)
    if (membership.state === 'ended')
      throw membershipRefusals('membership-wrong-state', { state: membership.state, act: 'ended' })
    assertAdministratorRemains(team, membership, [])
    const saved = await saveMembership(tx, membership, { state: 'ended' })
    await recordChanges(tx, await told(tx, membership, isOwn ? 'left' : 'ended-by-administrator'))
    return saved
  })
}

/** Ends the memberships of deputies whose time is over; a batch at a time. Gives how many. */
export async function endMembershipsOver(world: World): Promise<number> {
  return world.inTransaction(systemPrincipal('worker'), async (tx) => {
    const over = await membershipRepository(tx).findOver(BATCH)
    for (const membership of over) {
      await saveMembership(tx, membership, { state: 'ended' })
      await recordChanges(tx, await told(tx, membership, 'until'))
    }
    return over.length
  })
}

async function told(tx: Transaction, membership: Membership, cause: string): Promise<Change[]> {
  return [
    {
      event: 'membership.ended',
      subject: { kind: 'membership', id: membership.id },
      organisationId: membership.organisationId,
      from: membership.state,
      to: 'ended',
      data: { cause, roles: membership.roles },
    },
    ...(await endSessionsOf(tx, membership.personId, 'membership-ended')),
  ]
}
