import type { SignerDeps } from './sign.ts'
import { guardRailState, type GuardRailState } from './guard-rails.ts'

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
  /** What should be looked after, and does not stop a signature. */
  readonly warnings: readonly { readonly code: 'certificate-margin-short'; readonly detail: string }[]
}

// IGC-Santé needs weeks, and the list of 2026 lived five days under an expired signer: ring a month before.
const CERTIFICATE_MARGIN_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

/** What a caller may ask before it opens an intent; in doubt, nothing of the ledger is told. */
export function signerState({ trustSpace, ledger, certificate, guardRails, clock }: SignerDeps): SignerState {
  const now = clock()
  const doubt = ledger.doubt
  const head = doubt === undefined ? ledger.head : undefined
  const daysLeft = Math.floor((certificate.notAfter.getTime() - now.getTime()) / DAY_MS)
  const { fingerprint, subject } = certificate
  return {
    trustSpace,
    ...(doubt === undefined
      ? { status: 'ready' as const }
      : { status: 'read-only' as const, code: 'ledger-in-doubt' as const, detail: doubt }),
    head: head
      ? {
          sequence: head.record.sequence,
          contentDigest: head.record.contentDigest,
          signedAt: head.record.signedAt,
          recordHash: head.hash,
        }
      : null,
    certificate: {
      fingerprint,
      subject,
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
    },
    guardRails: guardRailState(ledger.history, guardRails, now),
    warnings:
      daysLeft < CERTIFICATE_MARGIN_DAYS
        ? [
            {
              code: 'certificate-margin-short',
              detail: `The signing certificate ends in ${daysLeft} days: renew it.`,
            },
          ]
        : [],
  }
}
