import { VerificationError } from '../errors.ts'
import { FormatError } from '../format/errors.ts'
import { BYTES_MAX } from '../format/format-v1.ts'
import type { ParsedWhitelist, SignatureBlock, SignatureProfile } from '../format/model.ts'
import { readDocument, type ReadDocument } from '../format/read-document.ts'

export interface SignedDocument extends ReadDocument {
  readonly list: ParsedWhitelist & { readonly signature: SignatureBlock }
}

/** Format 7.1 to 7.10, `too-large` to `signature-grammar`: the bytes are a list with one Signature. */
export function readSigned(bytes: Uint8Array, bytesMax: number = BYTES_MAX): SignedDocument {
  try {
    const { list, entryFault } = readDocument(bytes, bytesMax)
    const { signature } = list
    if (!signature) throw new VerificationError('signature-missing', 'the list bears no Signature')
    return { list: { ...list, signature }, entryFault }
  } catch (error) {
    if (error instanceof FormatError) throw new VerificationError(error.code, error.detail)
    throw error
  }
}

/** Format 7.11, `profile-not-accepted`. */
export function assertProfile({ profile }: SignatureBlock, accepted: readonly SignatureProfile[]): void {
  if (accepted.includes(profile)) return
  throw new VerificationError(
    'profile-not-accepted',
    `profile ${profile}, ${accepted.join(' and ')} accepted`,
  )
}
