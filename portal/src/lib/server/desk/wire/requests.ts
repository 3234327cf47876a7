/** One line of `GET /v1/requests`: what waits, and for whom. */
export interface Waiting {
  readonly kind: 'admission' | 'commitment' | 'delegation' | 'decision'
  readonly id: string
  readonly state: string
  readonly label: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly class: string | null
  readonly event: string | null
  readonly organisation: { readonly id: string | null; readonly displayName: string | null }
  readonly turn: 'AI' | 'AD' | 'AA' | 'party'
  readonly claimedBy: { readonly id: string; readonly name: string | null } | null
  readonly needsSecondPerson: boolean
  readonly isMine: boolean
  readonly since: string
  readonly dueAt: string
}
