/** What an organisation says of itself when it asks to enter. Any of it may be missing while it is a draft. */
export interface AdmissionForm {
  readonly kinds?: readonly AppliedKind[] | undefined
  /** As the Sirene directory writes it. */
  readonly legalName?: string | undefined
  /** Public: the Denomination of its lines. */
  readonly displayName?: string | undefined
  readonly siren?: string | undefined
  readonly siretSeat?: string | undefined
  readonly finess?: string | undefined
  /** Type and identifier in one, as an OU carries it. */
  readonly structureIdentifier?: string | undefined
  readonly signatory?: { readonly name: string; readonly quality: string } | undefined
  /** A role's mailbox, shown to signed-in users. */
  readonly supportMailbox?: string | undefined
  readonly supportPhone?: string | undefined
  /** Answered at night too, tried twice a year. */
  readonly securityPhone?: string | undefined
  readonly securityMailbox?: string | undefined
  readonly dpoMailbox?: string | undefined
  readonly technicalMailbox?: string | undefined
  readonly plannedDrimboxes?: number | undefined
  /** Whether it hosts health data for others. */
  readonly hostsForOthers?: boolean | undefined
}

/** The agency does not apply. */
export type AppliedKind = 'operator' | 'vendor' | 'distributor'

export type AdmissionState =
  'draft' | 'incomplete' | 'submitted' | 'under-review' | 'accepted' | 'refused' | 'abandoned'

export interface Admission {
  readonly id: string
  readonly version: number
  readonly authorId: string
  readonly state: AdmissionState
  readonly form: AdmissionForm
  readonly claimedBy: string | null
  /** What the reviewer asked for. */
  readonly asked: readonly string[] | null
  readonly motive: string | null
  /** Since when it has been somebody's turn. */
  readonly waitingSince: Date
  readonly dueAt: Date | null
  readonly remindedAt: Date | null
  /** From when the agency's time to answer counts: a suspension moves it on. */
  readonly submittedAt: Date | null
  readonly organisationId: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What an act changes; author and identity stay. */
export type AdmissionChange = Partial<
  Omit<Admission, 'id' | 'version' | 'authorId' | 'createdAt' | 'updatedAt'>
>

export type PieceVerdict = 'good' | 'to-redo' | 'not-applicable'

/** One piece of the checklist, as far as it was given and read. */
export interface AdmissionPiece {
  readonly kind: string
  readonly documentId: string | null
  readonly note: string | null
  readonly verdict: PieceVerdict | null
  readonly verdictBy: string | null
  readonly motive: string | null
  readonly validUntil: Date | null
}
