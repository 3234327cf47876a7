import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Role } from '../rights/roles.ts'
import { assertNotOwnRoles, assertRolesFit } from '../rights/separation.rules.ts'
import type { World } from '../world.ts'
import { onMembership, saveMembership, type MembershipAct } from './act-on-membership.ts'
import { membershipRefusals } from './membership.refusals.ts'
import {
  assertAdministratorRemains,
  assertRolesOfKinds,
  assertUntilAhead,
  permissionToManage,
} from './membership.rules.ts'
import type { Membership } from './membership.ts'
import { endSessionsOf } from './open-session.ts'

export interface MembershipChange extends MembershipAct {
  readonly roles: readonly Role[]
  /** Null: without an end. */
  readonly until: Date | null
}

/**
 * Gives a member other roles, or an end (deputies). Sessions end with it. Refuses `own-roles` (S7), `roles-do-not-fit`
 * (S4), `roles-not-of-organisation`, `last-administrator`, `until-not-ahead`, `membership-wrong-state`.
 */
export async function changeMembership(
  world: World,
  principal: Principal,
  input: MembershipChange,
): Promise<Membership> {
  const roles = [...new Set(input.roles)]
  return onMembership(world, principal, input, async (tx, { membership, kinds, team }) => {
    assertMay(principal, permissionToManage(kinds), membership.organisationId)
    assertNotOwnRoles(principal.personId, membership.personId)
    if (membership.state === 'ended')
      throw membershipRefusals('membership-wrong-state', { state: membership.state, act: 'changed' })
    assertRolesOfKinds(kinds, roles)
    assertRolesFit(roles)
    assertUntilAhead(input.until, tx.at)
    // Who leaves on a day that is known does not keep the house.
    assertAdministratorRemains(team, membership, input.until === null ? roles : [])
    const saved = await saveMembership(tx, membership, { roles, validUntil: input.until })
    await recordChanges(tx, [
      {
        event: 'membership.changed',
        subject: { kind: 'membership', id: membership.id },
        organisationId: membership.organisationId,
        data: { before: membership.roles, roles, until: input.until?.toISOString() ?? null },
      },
      ...(await endSessionsOf(tx, membership.personId, 'roles-changed')),
    ])
    return saved
  })
}
