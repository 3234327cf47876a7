import { AGENCY_ROLES, PARTY_ROLES, type Role } from '../rights/roles.ts'
import type { Membership } from './membership.ts'
import { membershipRefusals } from './membership.refusals.ts'

const WITHOUT_VP = PARTY_ROLES.filter((role) => role !== 'VP')

/** The roles that an organisation of these kinds can give. Who works for the agency has no party's role in it. */
export function rolesOfKinds(kinds: readonly string[]): readonly Role[] {
  if (kinds.includes('agency')) return AGENCY_ROLES
  return kinds.includes('vendor') ? PARTY_ROLES : WITHOUT_VP
}

/** Refuses `roles-not-of-organisation`. */
export function assertRolesOfKinds(kinds: readonly string[], roles: readonly string[]): void {
  const possible = rolesOfKinds(kinds)
  const strange = roles.filter((role) => !(possible as readonly string[]).includes(role))
  if (strange.length > 0) throw membershipRefusals('roles-not-of-organisation', { roles: strange.join(', ') })
}

/** Whether any of the roles is one of the agency: giving those takes two administrators (class `identity`). */
export function hasAgencyRole(roles: readonly string[]): boolean {
  return roles.some((role) => (AGENCY_ROLES as readonly string[]).includes(role))
}

/** Who hands out the roles of such an organisation: its own administrators, or those of the agency. */
export function permissionToManage(kinds: readonly string[]): 'member.grant' | 'member.manage' {
  return kinds.includes('agency') ? 'member.grant' : 'member.manage'
}

/** Whether the place is worth more than the one there is: another role, or a later end. */
export function givesMore(
  { roles, validUntil }: Pick<Membership, 'roles' | 'validUntil'>,
  after: { readonly roles: readonly Role[]; readonly until: Date | null },
): boolean {
  const isLater = validUntil !== null && (after.until === null || after.until > validUntil)
  return isLater || after.roles.some((role) => !roles.includes(role))
}

type Member = Pick<Membership, 'id' | 'roles' | 'state'>

/**
 * An organisation keeps an administrator: nobody else could invite one. `members` are all of the organisation,
 * `rolesAfter` what the member is left with. Refuses `last-administrator`, and says who can name another.
 */
export function assertAdministratorRemains(
  members: readonly Member[],
  member: Member,
  rolesAfter: readonly string[],
): void {
  for (const role of ['OA', 'AA']) {
    if (!isActiveAs(member, role) || rolesAfter.includes(role)) continue
    const others = members.filter(({ id }) => id !== member.id)
    if (others.some((other) => isActiveAs(other, role))) continue
    const hasSignatory = others.some((other) => isActiveAs(other, 'OS'))
    const who = role === 'AA' ? 'bootstrap' : hasSignatory ? 'OS' : 'AA'
    throw membershipRefusals('last-administrator', { role, who })
  }
}

function isActiveAs(member: Member, role: string): boolean {
  return member.state === 'active' && (member.roles as readonly string[]).includes(role)
}

/** What else the provider says of the person who accepts. */
export interface AcceptanceFacts {
  readonly isBootstrap: boolean
  readonly roles: readonly string[]
  /** Whether who invited could still do so. */
  readonly inviterMayStill: boolean
  /** Whether the provider's profile names a claim for the employer at all. */
  readonly knowsEmployers: boolean
  readonly claimedSiret: string | null
  readonly siren: string | null
}

/**
 * Who accepts an invitation is a member at once, unless it is for the agency, or whoever invited is no administrator any
 * more (a code handed to oneself would be a way back in), or the provider does not say that the person works for this
 * very organisation: then a second administrator confirms (procedures 4, example 30).
 */
export function stateAtAcceptance(facts: AcceptanceFacts): 'active' | 'invited' {
  if (facts.isBootstrap) return 'active'
  if (hasAgencyRole(facts.roles) || !facts.inviterMayStill) return 'invited'
  if (!facts.knowsEmployers) return 'active'
  const isOfSiren = facts.siren !== null && facts.claimedSiret?.slice(0, 9) === facts.siren
  return isOfSiren ? 'active' : 'invited'
}

/** Refuses `second-administrator-needed`, `membership-wrong-state`. */
export function assertMayConfirm(membership: Membership, confirmer: string): void {
  if (membership.state !== 'invited' && membership.state !== 'asleep')
    throw membershipRefusals('membership-wrong-state', { state: membership.state, act: 'confirmed' })
  const isInviter = membership.state === 'invited' && membership.invitedBy === confirmer
  if (isInviter || membership.personId === confirmer) throw membershipRefusals('second-administrator-needed')
}

/** Refuses `until-not-ahead`. */
export function assertUntilAhead(until: Date | null, at: Date): void {
  if (until !== null && until <= at) throw membershipRefusals('until-not-ahead')
}
