import type { Role } from './me.ts'

export interface Invitation {
  readonly organisation: {
    readonly id: string
    readonly number: string
    readonly displayName: string
    readonly kinds: readonly string[]
  }
  readonly roles: readonly Role[]
  readonly expiresAt: string
}

/** Answer of `POST /v1/invitations/accept`. */
export interface Accepted {
  readonly membership: {
    readonly id: string
    readonly organisationId: string
    readonly roles: readonly Role[]
    readonly state: string
  }
  readonly session: { readonly token: string; readonly expiresAt: string } | null
}

/** One line of `GET /v1/memberships`. */
export interface Member {
  readonly id: string
  readonly version: number
  readonly organisationId: string
  readonly person: { readonly id: string; readonly name: string | null; readonly mail: string | null }
  readonly roles: readonly Role[]
  readonly state: string
  readonly from: string
  readonly until: string | null
}

export const API_KEY_SCOPES = ['read', 'boxes', 'certificates', 'maintenance', 'runs'] as const

/** One line of `GET /v1/api-keys`. */
export interface ApiKey {
  readonly id: string
  readonly version: number
  readonly name: string
  /** The half that may be told. */
  readonly prefix: string
  readonly scopes: readonly (typeof API_KEY_SCOPES)[number][]
  readonly state: 'active' | 'asleep' | 'expired' | 'revoked'
  readonly holder: { readonly id: string; readonly name: string | null }
  readonly createdAt: string
  readonly expiresAt: string
  readonly lastUsedAt: string | null
}
