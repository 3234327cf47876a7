export { ApprovalError, FormatError, formatErrorCodes } from './errors.ts'
export type { ApprovalErrorCode, FormatErrorCode } from './errors.ts'
export type {
  Entry,
  ParsedWhitelist,
  SignatureAlgorithms,
  SignatureBlock,
  SignatureProfile,
  WhitelistContent,
} from './model.ts'
export { readWhitelist } from './read-whitelist.ts'
export type { ReadOptions } from './read-whitelist.ts'
export { writeUnsignedWhitelist } from './write-whitelist.ts'
export { EMPTY_DIGEST, sha256Hex } from './sha256.ts'
export { prepareSignature } from './prepare-signature.ts'
export type { PreparedSignature, SignatureInput } from './prepare-signature.ts'
export {
  attributeOf,
  DistinguishedNameError,
  distinguishedNameFromDer,
  equalDistinguishedNames,
  formatDistinguishedName,
  parseDistinguishedName,
} from './distinguished-name.ts'
export type { DistinguishedName, NameAttribute } from './distinguished-name.ts'
export { subjectOfCertificate } from './certificate.ts'
export { encodeApproval, readApproval } from './approval.ts'
export type { ApprovalClaims, ReadApproval } from './approval.ts'
