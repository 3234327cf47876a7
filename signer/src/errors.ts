/** Every code that `POST /sign` and `GET /state` can answer, with the status that carries it. */
export const REFUSAL_STATUS = {
  'request-malformed': 400,
  'too-large': 413,
  'trust-space-mismatch': 422,
  'list-invalid': 422,
  'sequence-not-above': 409,
  'sequence-step-too-wide': 409,
  'content-differs': 409,
  'clock-disagrees': 422,
  'time-not-forward': 422,
  'certificate-not-valid': 422,
  'approval-missing': 422,
  'approval-malformed': 422,
  'approval-unknown-key': 422,
  'approval-signature': 422,
  'approval-reused': 422,
  'approval-other-trust-space': 422,
  'approval-other-sequence': 422,
  'approval-other-base': 422,
  'approval-other-content': 422,
  'approval-expired': 422,
  'approval-too-long': 422,
  'guard-rail-held': 422,
  'ledger-in-doubt': 503,
  'ledger-unwritable': 503,
  'key-failed': 503,
} as const

export type RefusalCode = keyof typeof REFUSAL_STATUS

/** A request that is not signed, and why; nothing was written. The detail is fit for the caller. */
export class SigningRefusal extends Error {
  override readonly name = 'SigningRefusal'
  readonly code: RefusalCode
  readonly detail: string

  constructor(code: RefusalCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options)
    this.code = code
    this.detail = detail
  }

  get status(): number {
    return REFUSAL_STATUS[this.code]
  }
}

/** Exit codes of a signer that cannot start: 2 its configuration, 3 what it was given, 4 where it must live. */
export const START_EXIT = {
  'config-invalid': 2,
  'file-unreadable': 3,
  'file-exposed': 3,
  'key-not-encrypted': 3,
  'key-invalid': 3,
  'key-passphrase-wrong': 3,
  'certificate-invalid': 3,
  'certificate-other-key': 3,
  'approvers-invalid': 3,
  'demo-material': 3,
  'socket-unsafe': 4,
  'socket-in-use': 4,
  'ledger-unsafe': 4,
  'ledger-in-use': 4,
} as const

export type StartCode = keyof typeof START_EXIT

/** The signer cannot start; the message names cause and next step, and never a secret. */
export class StartFault extends Error {
  override readonly name = 'StartFault'
  readonly code: StartCode

  constructor(code: StartCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  get exitCode(): number {
    return START_EXIT[this.code]
  }
}

/** What the system said, without a stack: for messages that name a cause. */
export function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
