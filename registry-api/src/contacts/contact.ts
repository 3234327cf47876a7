export const contactKinds = ['support', 'technical', 'security24h', 'admin', 'dpo'] as const
export type ContactKind = (typeof contactKinds)[number]

/** Where an organisation is reached for something: a mailbox, a telephone, or both. */
export interface Contact {
  readonly id: string
  readonly version: number
  readonly organisationId: string
  readonly kind: ContactKind
  readonly mailbox: string | null
  readonly phone: string | null
  /** When its mailbox last proved that somebody reads it. */
  readonly verifiedAt: Date | null
  readonly codeSha256: string | null
  readonly codeExpiresAt: Date | null
  readonly codeTries: number
  readonly endedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type ContactChange = Partial<
  Pick<Contact, 'mailbox' | 'phone' | 'verifiedAt' | 'codeSha256' | 'codeExpiresAt' | 'codeTries'>
>
