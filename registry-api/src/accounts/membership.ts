import type { Role } from '../rights/roles.ts'

export type MembershipState = 'invited' | 'active' | 'asleep' | 'ended'

/** What a person is in an organisation. `invited`: accepted, but a second administrator has yet to confirm it. */
export interface Membership {
  readonly id: string
  readonly version: number
  readonly personId: string
  readonly organisationId: string
  readonly roles: readonly Role[]
  readonly state: MembershipState
  readonly validFrom: Date
  readonly validUntil: Date | null
  readonly invitedBy: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}
