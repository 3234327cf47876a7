import type { Principal } from '../db/principal.ts'
import { permissions, type Permission, type PermissionRule } from './permissions.ts'
import { rightRefusals } from './right.refusals.ts'
import { AGENCY_ROLES, type Role } from './roles.ts'

const agencyRoles: ReadonlySet<Role> = new Set(AGENCY_ROLES)

/**
 * Lets whoever has the permission pass; on `organisationId` where the permission is one over an organisation.
 * Throws `right-missing`, `conflict-of-interest` (S5), `key-may-not-decide` (S3), `key-scope-missing`,
 * `operations-key-demo-only`. It answers whether the caller may, never whether the thing exists: that is row security's.
 */
export function assertMay(principal: Principal, permission: Permission, organisationId?: string): void {
  const rule: PermissionRule = permissions[permission]
  switch (principal.kind) {
    case 'system':
      return
    case 'operations':
      assertOperations(principal, permission, rule)
      return
    case 'key':
      assertKey(principal, permission, rule, organisationId)
      return
    case 'public':
    case 'person':
      assertPerson(principal, permission, rule, organisationId)
  }
}

/** The same question without the refusal. */
export function may(principal: Principal, permission: Permission, organisationId?: string): boolean {
  try {
    assertMay(principal, permission, organisationId)
    return true
  } catch {
    return false
  }
}

function assertOperations(principal: Principal, permission: Permission, rule: PermissionRule): void {
  if (rule.operations === undefined) throw rightRefusals('right-missing', { permission })
  if (rule.operations === 'demo' && principal.mode !== 'demo') throw rightRefusals('operations-key-demo-only')
}

function assertKey(
  principal: Principal,
  permission: Permission,
  rule: PermissionRule,
  organisationId: string | undefined,
): void {
  if (rule.decides === true) throw rightRefusals('key-may-not-decide')
  const isOwn = principal.memberships.some((membership) => membership.organisationId === organisationId)
  if (rule.scope === undefined || (organisationId !== undefined && !isOwn))
    throw rightRefusals('right-missing', { permission })
  if (principal.scopes?.includes(rule.scope) !== true)
    throw rightRefusals('key-scope-missing', { scope: rule.scope })
}

function assertPerson(
  principal: Principal,
  permission: Permission,
  rule: PermissionRule,
  organisationId: string | undefined,
): void {
  const allowed = new Set<Role>(rule.roles)
  const holds = principal.memberships.some(
    (membership) =>
      // A role of the agency reaches every organisation; one of a party reaches its own.
      (membership.isAgency || organisationId === undefined || membership.organisationId === organisationId) &&
      membership.roles.some((role) => allowed.has(role) && agencyRoles.has(role) === membership.isAgency),
  )
  if (!holds) throw rightRefusals('right-missing', { permission })
  const asAgency = rule.roles.some((role) => agencyRoles.has(role))
  if (asAgency && permission !== 'any.read') assertNoInterest(principal, organisationId)
  if (asAgency && principal.isProvisional === true && !READS.test(permission))
    throw rightRefusals('agency-not-ready')
}

/** What looks and changes nothing. */
const READS = /\.(read|open|export)$/

/** S5: nobody acts for the agency on an organisation of theirs. */
function assertNoInterest(principal: Principal, organisationId: string | undefined): void {
  const isOfTheirs = principal.memberships.some(
    (membership) => !membership.isAgency && membership.organisationId === organisationId,
  )
  if (organisationId !== undefined && isOfTheirs) throw rightRefusals('conflict-of-interest')
}

/** Lets its readers pass: those of the organisation and the whole agency. Throws as assertMay. */
export function assertMayRead(principal: Principal, permission: Permission, organisationId?: string): void {
  if (!may(principal, 'any.read')) assertMay(principal, permission, organisationId)
}
