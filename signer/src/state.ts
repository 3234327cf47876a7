import { guardRailState } from './guard-rails.ts'
import type { Approvers } from './approvers.ts'
import type { PublicApprover, SignerDeps, SignerState } from './signer.ts'

// IGC-Santé needs weeks, and the list of 2026 lived five days under an expired signer: ring a month before.
const CERTIFICATE_MARGIN_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

/** What a caller may ask before it opens an intent; in doubt, nothing of the ledger is told. */
export function signerState(deps: SignerDeps): SignerState {
  const { trustSpace, ledger, certificate, guardRails, clock } = deps
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
    approvers: publicApprovers(deps.approvers),
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

/** Who is one person is told, who that is not. */
function publicApprovers(approvers: Approvers): PublicApprover[] {
  const persons = [...new Set([...approvers.values()].map(({ person }) => person))]
  return [...approvers.values()].map(({ kid, person, publicKey }) => ({
    kid,
    person: persons.indexOf(person) + 1,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }))
}
