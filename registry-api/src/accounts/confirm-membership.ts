import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import { assertNotInDoubt } from '../decisions/decision.rules.ts'
import { assertMay, may } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import { consumeStepUp } from '../step-ups/consume-step-up.ts'
import type { World } from '../world.ts'
import { onMembership, saveMembership, type MembershipAct } from './act-on-membership.ts'
import { personOfSession } from './account.ts'
import { membershipRepository } from './membership.repository.ts'
import { assertMayConfirm, permissionToManage } from './membership.rules.ts'
import type { Membership } from './membership.ts'
import { endSessionsOf } from './open-session.ts'

/**
 * The second administrator's word: a member who waits, or who slept, is one from now on. An administrator of the
 * organisation or of the agency, never the one who invited; with the security key where it is a role of the agency.
 * Refuses `second-administrator-needed`, `person-in-doubt` (S8), `membership-wrong-state`, `step-up-…`.
 */
export async function confirmMembership(
  world: World,
  principal: Principal,
  input: MembershipAct,
  act: Act,
): Promise<Membership> {
  const { personId } = personOfSession(principal)
  return onMembership(world, principal, input, async (tx, { membership, kinds }) => {
    const { organisationId } = membership
    if (!may(principal, 'member.grant', organisationId))
      assertMay(principal, permissionToManage(kinds), organisationId)
    assertMayConfirm(membership, personId)
    // Who slept was a member before: whoever invited them then has no part in it now.
    const inviter = membership.state === 'invited' ? membership.invitedBy : null
    const memberships = membershipRepository(tx)
    assertNotInDoubt(await memberships.isInDoubtWith(personId, [membership.personId, inviter]))
    // S4 and S7 are over persons: nobody invites themselves under another account.
    assertNotInDoubt(await memberships.isInDoubtWith(membership.personId, [inviter]))
    const stepUpId = kinds.includes('agency') ? await consumeStepUp(tx, act) : null
    const saved = await saveMembership(tx, membership, { state: 'active' })
    await recordChanges(tx, [
      {
        event: 'membership.confirmed',
        subject: { kind: 'membership', id: membership.id },
        organisationId,
        from: membership.state,
        to: 'active',
        data: { roles: membership.roles },
        stepUpId,
      },
      ...(await endSessionsOf(tx, membership.personId, 'roles-changed')),
    ])
    return saved
  })
}
