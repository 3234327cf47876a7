export * from './format/index.ts'
export {
  AdmissionError,
  admissionCodes,
  TrustError,
  trustErrorCodes,
  VerificationError,
  verificationCodes,
} from './errors.ts'
export type { AdmissionCode, TrustErrorCode, VerificationCode } from './errors.ts'
export { loadTrust } from './trust/load-trust.ts'
export type { Authority, Trust, TrustInput } from './trust/load-trust.ts'
export type { RevocationListState } from './trust/given-lists.ts'
export { verifyWhitelist } from './verify.ts'
export type { VerifiedSigner, VerifiedWhitelist, VerifyOptions } from './verify.ts'
export type { HeldList } from './checks/freshness.ts'
export type { SecondDigest } from './checks/second-digest.ts'
export type { SignerIdentity } from './checks/signing-certificate.ts'
export type { Warning, WarningCode } from './warnings.ts'
export { admissionIndex, peerAdmission } from './peer-admission.ts'
export type { AdmissionIndex, AdmissionOptions, Peer } from './peer-admission.ts'
export { diffWhitelists } from './diff.ts'
export type { EntryChange, WhitelistDifference } from './diff.ts'
