export interface Delegation {
  readonly id: string
  readonly version: number
  readonly organisation: { readonly id: string; readonly displayName: string }
  readonly facility: { readonly name: string; readonly finess: string | null; readonly siret: string | null }
  readonly drimboxIds: readonly string[]
  readonly validFrom: string
  readonly validUntil: string
  readonly file: { readonly documentId: string; readonly sha256: string } | null
  readonly state: string
  readonly reason: string | null
  readonly warnings: readonly { readonly code: string; readonly delegationId?: string | undefined }[]
  readonly waitingSince: string
  readonly createdAt: string
}
