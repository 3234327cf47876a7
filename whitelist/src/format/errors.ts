/** Codes of what can be wrong with the bytes of a list, in the order in which they are looked for (Format 7). */
export const formatErrorCodes = [
  'too-large',
  'not-utf8',
  'not-well-formed',
  'forbidden-construct',
  'unknown-root',
  'historic-namespace',
  'unknown-version',
  'list-grammar',
  'signature-grammar',
  'entry-syntax',
  'entry-db-repeated',
  'entry-dn-unreadable',
  'entry-cn-not-db',
] as const
export type FormatErrorCode = (typeof formatErrorCodes)[number]

/** The bytes are not a list, or the content cannot be written as one. `detail` names the place and is safe to log once escaped. */
export class FormatError extends Error {
  override readonly name = 'FormatError'
  readonly code: FormatErrorCode
  readonly detail: string
  constructor(code: FormatErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

export type ApprovalErrorCode = 'approval-malformed'

/** The text is not an approval (decisions 22, 63). Whether a well-formed one is *sufficient* is for the signer to say. */
export class ApprovalError extends Error {
  override readonly name = 'ApprovalError'
  readonly code: ApprovalErrorCode
  readonly detail: string
  constructor(detail: string) {
    super(`approval-malformed: ${detail}`)
    this.code = 'approval-malformed'
    this.detail = detail
  }
}
