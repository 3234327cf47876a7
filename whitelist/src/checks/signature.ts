import { createHash, verify } from 'node:crypto'
import { VerificationError } from '../errors.ts'
import type { ParsedWhitelist, SignatureBlock, SignatureProfile } from '../format/model.ts'
import {
  ENVELOPED_SIGNATURE,
  EXCLUSIVE_C14N,
  FILTER2,
  RSA_SHA256,
  SHA256,
  SHA512,
  SUBTRACT_SIGNATURES,
} from '../format/signature-names.ts'
import { weaknessOfKey, type Certificate } from '../trust/certificate.ts'

const DOCUMENT_TRANSFORMS: Readonly<Record<SignatureProfile, readonly string[]>> = {
  A: [ENVELOPED_SIGNATURE, EXCLUSIVE_C14N],
  B: [FILTER2, EXCLUSIVE_C14N],
}
const CERTIFICATE_HASHES: ReadonlyMap<string, string> = new Map([
  [SHA256, 'sha256'],
  [SHA512, 'sha512'],
])

/**
 * Format 7.12, `algorithm-not-allowed`: the algorithms are the ones of the profile, transforms in order. Both profiles
 * then digest the same thing, the document minus its Signature, which is what the reader computed.
 */
export function assertAlgorithms(
  { profile, algorithms, documentFilter }: SignatureBlock,
  signer: Certificate,
): void {
  assertIs(algorithms.canonicalization, EXCLUSIVE_C14N)
  assertIs(algorithms.signature, RSA_SHA256)
  assertIs(algorithms.documentTransforms.join(' '), DOCUMENT_TRANSFORMS[profile].join(' '))
  if (documentFilter)
    assertIs(`${documentFilter.filter} ${documentFilter.xpath}`, `subtract ${SUBTRACT_SIGNATURES}`)
  assertIs(algorithms.documentDigest, SHA256)
  assertIs(algorithms.propertiesTransforms.join(' '), EXCLUSIVE_C14N)
  assertIs(algorithms.propertiesDigest, SHA256)
  assertIs(algorithms.certificateDigest, ...CERTIFICATE_HASHES.keys())
  assertIs(signer.publicKey.asymmetricKeyType ?? 'unknown key', 'rsa')
  const weakness = weaknessOfKey(signer.publicKey)
  if (weakness !== undefined) throw new VerificationError('algorithm-not-allowed', `signed with ${weakness}`)
}

function assertIs(algorithm: string, ...allowed: readonly string[]): void {
  if (!allowed.includes(algorithm)) throw new VerificationError('algorithm-not-allowed', algorithm)
}

/** Format 7.13, `document-digest`: the list is the one that was signed. */
export function assertDocumentDigest({ digest }: ParsedWhitelist, { documentDigest }: SignatureBlock): void {
  const signed = Buffer.from(documentDigest).toString('hex')
  if (signed === digest) return
  throw new VerificationError('document-digest', `the document digests to ${digest}, ${signed} was signed`)
}

/** Format 7.14, `properties-digest`: so are the signed properties, the signing time among them. */
export function assertPropertiesDigest({ signedProperties, propertiesDigest }: SignatureBlock): void {
  if (createHash('sha256').update(signedProperties).digest().equals(propertiesDigest)) return
  throw new VerificationError('properties-digest', 'SignedProperties is not what was signed')
}

/** Format 7.17, `signature-value`: the signer's key signed both digests. */
export function assertSignatureValue(
  { signedInfo, signatureValue }: SignatureBlock,
  signer: Certificate,
): void {
  if (verify('sha256', signedInfo, signer.publicKey, signatureValue)) return
  throw new VerificationError(
    'signature-value',
    'the key of the signing certificate did not make this signature',
  )
}

/** Hash name of the certificate digest, allowed by assertAlgorithms. */
export function certificateHash({ algorithms }: SignatureBlock): string {
  return CERTIFICATE_HASHES.get(algorithms.certificateDigest)!
}
