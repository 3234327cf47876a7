export interface Organisation {
  readonly id: string
  readonly version: number
  readonly number: string
  readonly kinds: readonly string[]
  readonly legalName: string
  readonly displayName: string
  readonly siren: string | null
  readonly siretSeat: string | null
  readonly finess: string | null
  readonly structureIdentifier: string | null
  readonly admittedAt: string | null
  readonly state: 'candidate' | 'admitted' | 'closed'
  readonly origin: string
  readonly createdAt: string
}

export interface Contact {
  readonly id: string
  readonly version: number
  readonly kind: 'support' | 'technical' | 'security24h' | 'admin' | 'dpo'
  readonly mailbox: string | null
  readonly phone: string | null
  readonly verifiedAt: string | null
  /** Its mailbox answered within a year. */
  readonly isVerified: boolean
  /** Of the code that was mailed last. */
  readonly codeExpiresAt: string | null
}
