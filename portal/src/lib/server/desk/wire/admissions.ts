interface Person {
  readonly id: string
  readonly name: string | null
}

export interface AdmissionForm {
  readonly kinds?: readonly string[] | undefined
  readonly legalName?: string | undefined
  readonly displayName?: string | undefined
  readonly siren?: string | undefined
  readonly siretSeat?: string | undefined
  readonly finess?: string | undefined
  readonly structureIdentifier?: string | undefined
  readonly signatory?: { readonly name: string; readonly quality: string } | undefined
  readonly supportMailbox?: string | undefined
  readonly supportPhone?: string | undefined
  readonly securityPhone?: string | undefined
  readonly securityMailbox?: string | undefined
  readonly dpoMailbox?: string | undefined
  readonly technicalMailbox?: string | undefined
  readonly plannedDrimboxes?: number | undefined
  readonly hostsForOthers?: boolean | undefined
}

export interface Piece {
  readonly kind: string
  readonly label: string
  readonly isAsked: boolean
  readonly needsDocument: boolean
  readonly document: {
    readonly id: string
    readonly name: string
    readonly sha256: string
    readonly bytes: number
  } | null
  readonly note: string | null
  readonly verdict: 'good' | 'to-redo' | 'not-applicable' | null
  readonly motive: string | null
  readonly validUntil: string | null
  readonly isStale: boolean
}

interface Fault {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

export interface Admission {
  readonly id: string
  readonly version: number
  readonly state: 'draft' | 'incomplete' | 'submitted' | 'under-review' | 'accepted' | 'refused' | 'abandoned'
  readonly form: AdmissionForm
  readonly pieces: readonly Piece[]
  readonly missing: readonly Fault[]
  readonly warnings: readonly Fault[]
  readonly turn: 'applicant' | 'agency' | 'decider' | null
  readonly since: string | null
  readonly dueAt: string | null
  readonly isLate: boolean
  readonly asked: readonly string[] | null
  readonly motive: string | null
  readonly isMine: boolean
  readonly author: Person | null
  readonly claimedBy: Person | null
  readonly proposal: { readonly id: string } | null
  readonly organisation: { readonly id: string; readonly number: string } | null
  readonly submittedAt: string | null
  readonly createdAt: string
  readonly updatedAt: string
}
