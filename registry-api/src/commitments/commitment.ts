import type { Signatory } from '../db/schema/commitment.ts'

/** Which text an organisation is bound by (decisions 29, 45). */
export type CommitmentKind = 'test-agreement' | 'integration-contract' | 'internal' | 'import'
export type CommitmentState =
  | 'draft'
  | 'submitted'
  | 'under-review'
  | 'signed'
  | 'active'
  | 'frozen'
  | 'out'
  | 'notice'
  | 'winding-down'
  | 'ended'

/** Where a frozen or cut commitment goes back to. */
export type ResumableState = 'active' | 'frozen' | 'notice' | 'winding-down'

/** What binds an organisation to the trust space (procedures 2.2). At most one of an organisation is live. */
export interface Commitment {
  readonly id: string
  readonly version: number
  readonly organisationId: string
  readonly kind: CommitmentKind
  readonly referenceDocumentId: string | null
  readonly signatories: readonly Signatory[]
  /** Days, `YYYY-MM-DD`, in Europe/Paris. */
  readonly effectiveOn: string | null
  readonly endsOn: string | null
  readonly documentId: string | null
  readonly fileSha256: string | null
  readonly l2Consent: boolean
  readonly state: CommitmentState
  readonly resumeTo: ResumableState | null
  readonly claimedBy: string | null
  readonly submittedBy: string | null
  readonly reason: string | null
  readonly clause: string | null
  readonly waitingSince: Date
  readonly signedAt: Date | null
  readonly activatedAt: Date | null
  readonly noticeGivenAt: Date | null
  readonly outSince: Date | null
  readonly endedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What an act changes; identity, organisation and kind stay for ever. */
export type CommitmentChange = Partial<
  Omit<Commitment, 'id' | 'version' | 'organisationId' | 'kind' | 'createdAt' | 'updatedAt'>
>
