export type DelegationState = 'declared' | 'active' | 'refused' | 'expired' | 'revoked'

/** What a facility lets an operator do for it. Private: a facility has no account, and its name is nobody else's. */
export interface Delegation {
  readonly id: string
  readonly version: number
  readonly organisationId: string
  readonly facilityName: string
  readonly finess: string | null
  readonly siret: string | null
  readonly validFrom: string
  /** The last day, in Paris. */
  readonly validUntil: string
  readonly documentId: string | null
  readonly sha256: string | null
  readonly state: DelegationState
  readonly checkedBy: string | null
  readonly reason: string | null
  /** How many of the warnings before its end were given. */
  readonly warned: number
  readonly waitingSince: Date
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type DelegationChange = Partial<
  Pick<Delegation, 'state' | 'checkedBy' | 'reason' | 'warned' | 'waitingSince'>
>
