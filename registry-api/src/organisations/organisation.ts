export type OrganisationKind = 'agency' | 'operator' | 'vendor' | 'distributor'

/** A legal body of the trust space. Its displayed name is the Denomination of its lines. */
export interface Organisation {
  readonly id: string
  readonly version: number
  /** `OP-00001`, public, never given again. */
  readonly publicNumber: string
  readonly kinds: readonly OrganisationKind[]
  readonly legalName: string
  readonly displayName: string
  readonly siren: string | null
  readonly siretSeat: string | null
  readonly structureIdType: number | null
  readonly structureId: string | null
  readonly finess: string | null
  readonly state: 'candidate' | 'admitted' | 'closed'
  readonly origin: 'import' | 'admission' | 'registration'
  readonly admittedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}
