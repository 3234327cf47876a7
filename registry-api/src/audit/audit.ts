/** Every event there is: `noun.past`. A new change is a new line here. */
export type AuditEventName =
  | 'instance.initialised'
  | 'operator.registered'
  | 'operator.imported'
  | 'drimbox.registered'
  | 'drimbox.imported'
  | 'drimbox.suspended'
  | 'drimbox.restored'
  | 'drimbox.withdrawn'
  | 'whitelist.imported'
  | 'whitelist.compared'
  | 'publication.drafted'
  | 'publication.approval-received'
  | 'publication.approved'
  | 'publication.opened'
  | 'publication.served'
  | 'publication.refused'
  | 'publication.abandoned'
  | 'publication.superseded'
  | 'publication.expired'

/** One change, told once. `data` holds no secret, no personal data and no free text (its SHA-256 instead). */
export interface Change {
  readonly event: AuditEventName
  readonly subject: {
    readonly kind: 'instance' | 'operator' | 'drimbox' | 'import' | 'publication'
    readonly id: string
  }
  readonly from?: string
  readonly to?: string
  readonly data?: Readonly<Record<string, unknown>>
}
