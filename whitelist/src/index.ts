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
export { loadTrust } from './trust.ts'
export type { RevocationListState, Trust, TrustInput } from './trust.ts'
export { verifyWhitelist } from './verify.ts'
export type {
  SecondDigest,
  SignerIdentity,
  VerifiedSigner,
  VerifiedWhitelist,
  VerifyOptions,
  Warning,
} from './verify.ts'
export { admissionIndex, peerAdmission } from './peer-admission.ts'
export type { AdmissionIndex, AdmissionOptions, Peer } from './peer-admission.ts'
export { diffWhitelists } from './diff.ts'
export type { EntryChange, WhitelistDifference } from './diff.ts'
