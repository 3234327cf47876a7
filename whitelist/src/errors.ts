/** Why a list is refused, in the order of the checks: the first that fails is the answer (Format 7, decisions 18 and 50). */
export const verificationCodes = [
  'too-large',
  'not-utf8',
  'not-well-formed',
  'forbidden-construct',
  'unknown-root',
  'historic-namespace',
  'unknown-version',
  'list-grammar',
  'signature-missing',
  'signature-grammar',
  'profile-not-accepted',
  'algorithm-not-allowed',
  'document-digest',
  'properties-digest',
  'digest-paths-disagree',
  'signing-certificate-mismatch',
  'signature-value',
  'signer-dn',
  'signer-usage',
  'chain',
  'signer-not-yet-valid',
  'signer-expired',
  'signer-revoked',
  'revocation-unknown',
  'signed-in-future',
  'older-than-held',
  'same-time-other-bytes',
  'empty-list',
  'entry-syntax',
  'entry-db-repeated',
  'entry-dn-unreadable',
  'entry-cn-not-db',
] as const
export type VerificationCode = (typeof verificationCodes)[number]

/** The list must not be trusted. Keep it aside for inspection, go on with the last good one. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError'
  readonly code: VerificationCode
  readonly detail: string
  constructor(code: VerificationCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

/** Why a peer is refused although the list is sound, in the order of the checks (Format 8, decisions 50). */
export const admissionCodes = [
  'no-certificate',
  'not-listed',
  'dn-differs',
  'chain',
  'not-yet-valid',
  'expired',
  'revoked',
  'revocation-unknown',
  'usage',
  'list-closed',
] as const
export type AdmissionCode = (typeof admissionCodes)[number]

export class AdmissionError extends Error {
  override readonly name = 'AdmissionError'
  readonly code: AdmissionCode
  readonly detail: string
  constructor(code: AdmissionCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

export const trustErrorCodes = [
  'no-anchor',
  'certificate-unreadable',
  'anchor-not-self-signed',
  'not-a-ca',
  'weak-algorithm',
  'unsupported-extension',
  'issuer-not-pinned',
] as const
export type TrustErrorCode = (typeof trustErrorCodes)[number]

/** The configured anchors and intermediates cannot be used: a fault of the configuration, not of a list. */
export class TrustError extends Error {
  override readonly name = 'TrustError'
  readonly code: TrustErrorCode
  readonly detail: string
  constructor(code: TrustErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}
