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
  const given = (algorithm: string, allowed: boolean): void => {
    if (!allowed) throw new VerificationError('algorithm-not-allowed', algorithm)
  }
  given(algorithms.canonicalization, algorithms.canonicalization === EXCLUSIVE_C14N)
  given(algorithms.signature, algorithms.signature === RSA_SHA256)
  const transforms = algorithms.documentTransforms.join(' ')
  given(transforms, transforms === DOCUMENT_TRANSFORMS[profile].join(' '))
  if (documentFilter) {
    const { filter, xpath } = documentFilter
    given(`filter ${filter} ${xpath}`, filter === 'subtract' && xpath === SUBTRACT_SIGNATURES)
  }
  given(algorithms.documentDigest, algorithms.documentDigest === SHA256)
  const propertiesTransforms = algorithms.propertiesTransforms.join(' ')
  given(propertiesTransforms, propertiesTransforms === EXCLUSIVE_C14N)
  given(algorithms.propertiesDigest, algorithms.propertiesDigest === SHA256)
  given(algorithms.certificateDigest, CERTIFICATE_HASHES.has(algorithms.certificateDigest))
  given(
    `a signer's key of type ${signer.publicKey.asymmetricKeyType}`,
    signer.publicKey.asymmetricKeyType === 'rsa',
  )
  const weakness = weaknessOfKey(signer.publicKey)
  given(weakness ?? '', weakness === undefined)
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
