import { VerificationError } from '../errors.ts'
import type { Certificate } from '../trust/certificate.ts'
import type { Authority, Trust } from '../trust/load-trust.ts'
import { revocationOf } from '../trust/revocation.ts'
import type { Warning } from '../warnings.ts'

/**
 * Format 7.23 and 7.24, `signer-revoked` and `revocation-unknown`. An issuer without a list is refused or warned of, as
 * `revocation` says; a list that was given and is out of date, forged or unreadable is always refused (decisions 51).
 */
export function assertNotRevoked(
  signer: Certificate,
  path: readonly Authority[],
  trust: Trust,
  {
    at,
    revocation,
    crlGraceMs: graceMs = 0,
  }: { at: Date; revocation: 'warn' | 'require'; crlGraceMs?: number },
): Warning[] {
  const status = revocationOf(signer, path, trust, { at, graceMs })
  const unused = trust.revocationLists
    .filter(({ fault }) => fault === 'issuer-not-pinned')
    .map(({ issuer, detail }): Warning => ({
      code: 'revocation-list-unused',
      detail: `${issuer}: ${detail}`,
    }))
  switch (status.state) {
    case 'good':
      return unused
    case 'revoked':
      throw new VerificationError('signer-revoked', status.detail)
    case 'unknown':
      throw new VerificationError('revocation-unknown', status.detail)
    case 'missing':
      if (revocation === 'require') throw new VerificationError('revocation-unknown', status.detail)
      return [...unused, { code: 'revocation-not-checked', detail: status.detail }]
  }
}
