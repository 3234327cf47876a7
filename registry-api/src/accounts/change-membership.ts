import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Decision } from '../decisions/decision.ts'
import { proposeDecision } from '../decisions/propose-decision.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Role } from '../rights/roles.ts'
import { assertNotOwnRoles, assertRolesFit } from '../rights/separation.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import {
  onMembership,
  saveMembership,
  type MembershipAct,
  type MembershipAtHand,
} from './act-on-membership.ts'
import { membershipRefusals } from './membership.refusals.ts'
import {
  assertAdministratorRemains,
  assertRolesOfKinds,
  assertUntilAhead,
  givesMore,
  permissionToManage,
} from './membership.rules.ts'
import type { Membership } from './membership.ts'
import { endSessionsOf } from './open-session.ts'

export interface Place {
  readonly roles: readonly Role[]
  /** Null: without an end. */
  readonly until: Date | null
}
export type MembershipChange = MembershipAct & Place

/**
 * Gives a member other roles, or an end (deputies). Sessions end with it. What gives more at the agency is proposed: a
 * second administrator approves it (class `identity`). Refuses `own-roles` (S7), `roles-do-not-fit` (S4),
 * `roles-not-of-organisation`, `last-administrator`, `until-not-ahead`, `membership-wrong-state`, and what
 * proposeDecision does.
 */
export async function changeMembership(
  world: World,
  principal: Principal,
  input: MembershipChange,
  act: Act,
): Promise<Membership | Decision> {
  const place = { roles: [...new Set(input.roles)], until: input.until }
  return onMembership(world, principal, input, async (tx, at) => {
    const { membership, kinds } = at
    const { organisationId, personId } = membership
    assertMay(principal, permissionToManage(kinds), organisationId)
    assertNotOwnRoles(principal.personId, personId)
    assertPlaceFits(tx, at, place)
    if (!kinds.includes('agency') || !givesMore(membership, place)) return applyPlace(tx, membership, place)
    const payload = { roles: place.roles, until: place.until?.toISOString() ?? null }
    return proposeDecision(tx, {
      class: 'identity',
      subject: { kind: 'membership', id: membership.id, version: membership.version },
      event: 'change',
      organisationId,
      payload,
      shown: { personId, before: membership.roles, ...payload },
      // S7: the person concerned answers nothing here.
      authors: [personId],
      act,
    })
  })
}

/** What must hold of a place, when it is asked for and again when it is given. */
export function assertPlaceFits(
  tx: Transaction,
  { membership, kinds, team }: MembershipAtHand,
  { roles, until }: Place,
): void {
  if (membership.state === 'ended')
    throw membershipRefusals('membership-wrong-state', { state: membership.state, act: 'changed' })
  assertRolesOfKinds(kinds, roles)
  assertRolesFit(roles)
  assertUntilAhead(until, tx.at)
  // Who leaves on a day that is known does not keep the house.
  assertAdministratorRemains(team, membership, until === null ? roles : [])
}

/** Writes the place, tells the audit, ends the sessions. */
export async function applyPlace(
  tx: Transaction,
  membership: Membership,
  { roles, until }: Place,
  decisionId: string | null = null,
): Promise<Membership> {
  const saved = await saveMembership(tx, membership, { roles, validUntil: until })
  await recordChanges(tx, [
    {
      event: 'membership.changed',
      subject: { kind: 'membership', id: membership.id },
      organisationId: membership.organisationId,
      data: { before: membership.roles, roles, until: until?.toISOString() ?? null },
      decisionId,
    },
    ...(await endSessionsOf(tx, membership.personId, 'roles-changed')),
  ])
  return saved
}
