interface Person {
  readonly id: string
  readonly name: string | null
}

/** A decision of two persons. */
export interface Decision {
  readonly id: string
  readonly version: number
  readonly class: string
  readonly state: string
  readonly subject: { readonly kind: string; readonly id: string; readonly version: number }
  readonly event: string
  readonly label: string
  readonly organisation: { readonly id: string; readonly displayName: string } | null
  readonly proposedBy: Person | null
  readonly isMine: boolean
  readonly reason: string | null
  readonly clause: string | null
  readonly digest: string
  readonly shown: Readonly<Record<string, unknown>> | null
  readonly effect: { readonly added: number; readonly removed: number } | null
  readonly acts: readonly {
    readonly person: Person
    readonly verdict: 'propose' | 'approve' | 'refuse' | 'withdraw' | 'confirm'
    readonly reason: string | null
    readonly at: string
  }[]
  readonly observationsUntil: string | null
  readonly expiresAt: string | null
  readonly confirmBy: string | null
  readonly decidedAt: string | null
  readonly createdAt: string
}
