/** Roles of the agency (procedures 3.1): support, reviewer, decider, publisher, on-call officer, administrator. */
export const AGENCY_ROLES = ['AR', 'AI', 'AD', 'AP', 'AS', 'AA'] as const
/** Roles of a party: administrator, signatory, technician, reader; and a vendor's product manager. */
export const PARTY_ROLES = ['OA', 'OS', 'OT', 'OR', 'VP'] as const

export type AgencyRole = (typeof AGENCY_ROLES)[number]
export type PartyRole = (typeof PARTY_ROLES)[number]
export type Role = AgencyRole | PartyRole
