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
