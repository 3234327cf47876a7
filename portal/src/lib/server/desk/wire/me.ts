export type Role = 'AR' | 'AI' | 'AD' | 'AP' | 'AS' | 'AA' | 'OA' | 'OS' | 'OT' | 'OR' | 'VP'

/** An organisation as its members see it in a menu. */
export interface OrganisationRef {
  readonly id: string
  readonly number: string
  readonly displayName: string
  readonly kinds: readonly string[]
  readonly state: string
}

export interface Membership {
  readonly id: string
  readonly version: number
  readonly organisation: OrganisationRef
  readonly roles: readonly Role[]
  readonly state: string
  readonly until: string | null
}

/** Answer of `GET /v1/me`. */
export interface Me {
  readonly person: { readonly id: string; readonly name: string | null; readonly mail: string | null }
  readonly memberships: readonly Membership[]
  readonly isAgency: boolean
  readonly authenticators: number
  readonly sessionExpiresAt: string
}

/** One line of `GET /v1/sessions`. */
export interface Session {
  readonly id: string
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly expiresAt: string
  readonly isCurrent: boolean
}

/** Answer of `GET /v1/me/authenticators`. */
export interface SecurityKeys {
  readonly items: readonly {
    readonly id: string
    readonly label: string
    readonly kind: 'hardware' | 'soft' | 'unattested'
    readonly createdAt: string
    readonly lastUsedAt: string | null
  }[]
  /** How many everybody should have. */
  readonly asked: number
}
