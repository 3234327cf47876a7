export type Role = 'AR' | 'AI' | 'AD' | 'AP' | 'AS' | 'AA' | 'OA' | 'OS' | 'OT' | 'OR' | 'VP'

/** An organisation as its members see it in a menu. */
export interface OrganisationRef {
  readonly id: string
  /** None before admission. */
  readonly number: string | null
  readonly displayName: string
  readonly kinds: readonly string[]
  readonly state: string
}

export interface Membership {
  readonly id: string
  readonly organisation: OrganisationRef
  readonly roles: readonly Role[]
  readonly state: string
}

/** Answer of `GET /v1/me`. */
export interface Me {
  readonly person: { readonly id: string; readonly name: string; readonly mail: string | null }
  readonly memberships: readonly Membership[]
  readonly isAgency: boolean
  readonly authenticators: number
  readonly sessionExpiresAt: string
}
