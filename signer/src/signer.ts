import type { Approvers } from './approvers.ts'
import type { SignerCertificate } from './certificates.ts'
import type { Clock } from './clock.ts'
import type { GuardRailLimits, GuardRailState } from './guard-rails.ts'
import type { SigningKey } from './key/signing-key.ts'
import type { Ledger } from './ledger.ts'

export interface SignerDeps {
  readonly trustSpace: string
  readonly key: SigningKey
  readonly certificate: SignerCertificate
  readonly approvers: Approvers
  readonly guardRails: GuardRailLimits
  readonly ledger: Ledger
  readonly bytesMax: number
  readonly clock: Clock
  /** Waits for the next second; a harness that moves time by hand hands in its own. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>
}

export interface SignRequest {
  readonly trustSpace: string
  readonly sequence: number
  readonly registryTime: Date
  /** Compact JWS. */
  readonly approvals: readonly string[]
  /** Canonical bytes of the unsigned list. */
  readonly unsigned: Uint8Array
}

export interface SignedAnswer {
  readonly file: Uint8Array
  readonly signedAt: string
  readonly recordHash: string
  /** These bytes were signed before; they are given back. */
  readonly replayed: boolean
}

export interface Signer {
  /** Signs, or throws a SigningRefusal and leaves nothing behind. One at a time, in the order of the calls. */
  sign(request: SignRequest): Promise<SignedAnswer>
  state(): SignerState
  /** Resolves once nothing is being signed. */
  settled(): Promise<void>
}

/** An approver as anybody may know it: `person` only tells which keys are one person's. */
export interface PublicApprover {
  readonly kid: string
  readonly person: number
  /** SPKI DER, base64. */
  readonly publicKey: string
}

export interface SignerState {
  readonly trustSpace: string
  readonly status: 'ready' | 'read-only'
  /** Why it is read-only. */
  readonly code?: 'ledger-in-doubt'
  readonly detail?: string
  readonly head: {
    readonly sequence: number
    readonly contentDigest: string
    readonly signedAt: string
    readonly recordHash: string
  } | null
  readonly certificate: {
    readonly fingerprint: string
    readonly subject: string
    readonly notBefore: string
    readonly notAfter: string
  }
  readonly guardRails: GuardRailState
  /** So that a caller can foresee which approval would be refused (decisions 64). */
  readonly approvers: readonly PublicApprover[]
  /** What should be looked after, and does not stop a signature. */
  readonly warnings: readonly { readonly code: 'certificate-margin-short'; readonly detail: string }[]
}
