export const AGENCY_ROLES = ['AR', 'AI', 'AD', 'AP', 'AS', 'AA'] as const
export const PARTY_ROLES = ['OA', 'OS', 'OT', 'OR', 'VP'] as const
export const ROLES = [...AGENCY_ROLES, ...PARTY_ROLES] as const
export type Role = (typeof ROLES)[number]

export type MembershipState = 'invited' | 'active' | 'asleep' | 'ended'

/** What a person is in an organisation. `invited`: accepted, but a second administrator has yet to confirm it. */
export interface Membership {
  readonly id: string
  readonly version: number
  readonly personId: string
  readonly organisationId: string
  readonly roles: readonly string[]
  readonly state: MembershipState
  readonly validFrom: Date
  readonly validUntil: Date | null
  readonly invitedBy: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}
