/** Every event there is: `noun.past`. A new change is a new line here. */
export type AuditEventName =
  | 'instance.initialised'
  | 'organisation.registered'
  | 'organisation.imported'
  | 'commitment.entered'
  | 'commitment.opened'
  | 'commitment.edited'
  | 'commitment.submitted'
  | 'commitment.claimed'
  | 'commitment.returned'
  | 'commitment.countersigned'
  | 'commitment.activated'
  | 'commitment.frozen'
  | 'commitment.cut'
  | 'commitment.restored'
  | 'commitment.notice-given'
  | 'commitment.wound-down'
  | 'commitment.ended'
  | 'commitment.superseded'
  | 'reference-document.drafted'
  | 'reference-document.published'
  | 'reference-document.replaced'
  | 'delegation.declared'
  | 'delegation.checked'
  | 'delegation.expired'
  | 'delegation.revoked'
  | 'delegation.expiry-warned'
  | 'access.delegation-read'
  | 'drimbox.registered'
  | 'drimbox.imported'
  | 'drimbox.suspended'
  | 'drimbox.restored'
  | 'drimbox.withdrawn'
  | 'whitelist.imported'
  | 'whitelist.compared'
  | 'mail.retried'
  | 'publication.drafted'
  | 'publication.approval-received'
  | 'publication.approved'
  | 'publication.opened'
  | 'publication.served'
  | 'publication.refused'
  | 'publication.abandoned'
  | 'publication.superseded'
  | 'publication.expired'
  | 'decision.proposed'
  | 'decision.heard'
  | 'decision.approved'
  | 'decision.refused'
  | 'decision.withdrawn'
  | 'decision.confirmed'
  | 'decision.expired'
  | 'decision.voided'

/** One change, told once. `data` holds no secret, no personal data and no free text (its SHA-256 instead). */
export interface Change {
  readonly event: AuditEventName
  readonly subject: { readonly kind: string; readonly id: string }
  /** Whose change it is: its people may read it. */
  readonly organisationId?: string | null
  readonly from?: string
  readonly to?: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly decisionId?: string | null
  readonly stepUpId?: string | null
  /** The person for whom a worker or a key acts. */
  readonly onBehalfOf?: string
}
