export interface AuditEvent {
  readonly seq: number
  readonly id: string
  readonly at: string
  readonly actor: { readonly kind: string; readonly id: string }
  readonly organisation: string | null
  readonly event: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly from: string | null
  readonly to: string | null
  readonly data: Readonly<Record<string, unknown>>
  readonly decision: string | null
  readonly stepUp: string | null
  readonly requestId: string | null
  readonly hash: string | null
}

export interface AuditHead {
  readonly seq: number
  readonly hash: string
  readonly at: string
}
