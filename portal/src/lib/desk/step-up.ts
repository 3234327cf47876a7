/** What the page needs to ask a person for their key; see `lib/server/desk/act.ts`. */
export interface StepUpQuestion {
  readonly id: string
  /** Verb and object of the act. */
  readonly title: string
  readonly effect: string | undefined
  readonly expiresAt: string
  /** WebAuthn request options, as JSON. */
  readonly options: string
  /** Where the form goes again, as in `?/approve`. */
  readonly action: string
  readonly back: string
  /** The form as it was sent, to be sent again with the key's answer. */
  readonly fields: readonly (readonly [string, string])[]
  /** Why the key is asked for anew. */
  readonly former: string | undefined
}
