export interface Mail {
  readonly id: string
  readonly reference: string
  readonly organisationId: string | null
  readonly template: string
  readonly subject: string
  readonly recipient: { readonly kind: 'person' | 'organisation' | 'role' | 'address'; readonly name: string }
  readonly state: string
  readonly deliveries: readonly {
    readonly id: string
    readonly address: string
    readonly state: 'waiting' | 'sent' | 'refused' | 'failed'
    readonly attempts: number
    readonly nextAttemptAt: string | null
    readonly lastErrorCode: string | null
    readonly sentAt: string | null
  }[]
  readonly createdAt: string
}

export interface MailWithText extends Mail {
  readonly body: string
}
