import type { Principal } from '../db/principal.ts'

/**
 * Who holds the code of an invitation sees the organisation that it leads to, for as long as it takes to read and to
 * accept it. Only after the code was found: never by an id that a caller names.
 */
export function asInvited(principal: Principal, organisationId: string): Principal {
  return {
    ...principal,
    memberships: [
      ...principal.memberships,
      { id: organisationId, organisationId, isAgency: false, roles: [] },
    ],
  }
}
