import { inArray, sql, type Column, type SQL } from 'drizzle-orm'
import { isAgency, type Principal } from './principal.ts'

/**
 * The rows of the principal's organisations, for a condition: undefined for who sees all. Row security says it anyway;
 * said here, the index of the organisation is used, which its policy alone cannot bring about.
 */
export function ofOwnOrganisations(principal: Principal, organisationId: Column): SQL | undefined {
  if (principal.kind === 'system' || principal.kind === 'operations' || isAgency(principal)) return undefined
  const own = principal.memberships.map((membership) => membership.organisationId)
  return own.length === 0 ? sql`false` : inArray(organisationId, own)
}
