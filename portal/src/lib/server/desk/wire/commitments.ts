export interface ReferenceDocument {
  readonly id: string
  readonly version: number
  readonly code: string
  readonly label: string
  readonly title: string
  readonly inForceOn: string
  readonly sha256: string
  readonly recommitBy: string | null
  readonly state: 'draft' | 'indicative' | 'official' | 'replaced'
}

export interface Signatory {
  readonly name: string
  readonly quality: string
  readonly powerDocumentId: string | null
  readonly powerValidUntil: string | null
}

export interface Commitment {
  readonly id: string
  readonly version: number
  readonly organisation: { readonly id: string; readonly publicNumber: string; readonly displayName: string }
  readonly kind: 'test-agreement' | 'integration-contract' | 'internal' | 'import'
  readonly state: string
  readonly resumeTo: string | null
  readonly text: ReferenceDocument | null
  readonly recommitment: { readonly text: ReferenceDocument; readonly by: string } | null
  readonly signatories: readonly Signatory[]
  readonly effectiveOn: string | null
  readonly endsOn: string | null
  readonly file: { readonly documentId: string; readonly sha256: string } | null
  readonly l2Consent: boolean
  readonly turn: 'party' | 'agency' | 'time' | null
  readonly claimedBy: { readonly id: string; readonly name: string | null } | null
  readonly reason: string | null
  readonly clause: string | null
  readonly lines: number
  readonly waitingSince: string
  readonly signedAt: string | null
  readonly activatedAt: string | null
  readonly noticeGivenAt: string | null
  readonly outSince: string | null
  readonly endedAt: string | null
  readonly createdAt: string
}
