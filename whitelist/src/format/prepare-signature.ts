import { createHash } from 'node:crypto'
import { canonicalElement } from './canonical.ts'
import { encodeIssuerSerial, readCertificate } from './certificate.ts'
import { FormatError } from './errors.ts'
import { ENTRIES, NAMESPACE, ROOT_END, ROOT_START, XML_DECLARATION } from './format-v1.ts'
import { fillPattern } from './pattern.ts'
import { canonicalPart } from './signature-block.ts'
import {
  EXCLUSIVE_C14N,
  FILTER2,
  RSA_SHA256,
  SHA256,
  SHA512,
  SUBTRACT_SIGNATURES,
} from './signature-names.ts'
import { SIGNATURE_PATTERNS } from './signature-profiles.ts'
import type { Scope } from './xml.ts'

export interface SignatureInput {
  /** Canonical bytes of the unsigned list, as writeUnsignedWhitelist makes them. */
  readonly unsigned: Uint8Array
  /** Whole seconds: a fraction is refused. */
  readonly signingTime: Date
  /** DER, signer first, then its issuing CA and the root: all of them go into KeyInfo. */
  readonly certificateChain: readonly Uint8Array[]
  /** 32 lower-case hex digits, the stem of the Ids of the block. */
  readonly signatureId: string
}

export interface PreparedSignature {
  /** Canonical SignedInfo: sign it with RSASSA-PKCS1-v1_5 and SHA-256. */
  readonly toBeSigned: Uint8Array
  /** The whole file: XML declaration, then the canonical bytes with the Signature. */
  complete(signatureValue: Uint8Array): Uint8Array
}

/** The last child of an unsigned list is its entries; only white space may follow it. */
const UNSIGNED_END = new RegExp(`</${ENTRIES}>[ \\t\\n]*${ROOT_END}$`)
const END_LENGTH_MAX = 4096

const LIST_SCOPE: Scope = new Map([['', NAMESPACE]])

/**
 * Builds a XAdES-BASELINE-B signature of profile B, as eSignSanté writes it in 2026 (Format 5.3, 6.3), without ever
 * seeing a key.
 *
 * The list is trusted to be canonical beyond its first and last tag: whoever signs has read it with readWhitelist and
 * compared the digest with sha256Hex of the bytes. Throws FormatError `list-grammar` where it is plainly not,
 * DerError for a certificate that cannot be read, RangeError for a time with a fraction or an unfit Id.
 */
export function prepareSignature(input: SignatureInput): PreparedSignature {
  const { signingTime, certificateChain, signatureId } = input
  const unsigned = Buffer.from(input.unsigned.buffer, input.unsigned.byteOffset, input.unsigned.byteLength)
  assertUnsigned(unsigned)
  const [signer] = certificateChain
  if (!signer) throw new RangeError('no signing certificate')
  if (!/^[0-9a-f]{32}$/.test(signatureId)) throw new RangeError('signatureId is not 32 lower-case hex digits')
  if (signingTime.getTime() % 1000 !== 0) throw new RangeError('the signing time has a fraction of a second')

  const id = `id-${signatureId}`
  const values = new Map<string, readonly string[]>([
    ['signatureId', [id]],
    ['canonicalization', [EXCLUSIVE_C14N]],
    ['signatureMethod', [RSA_SHA256]],
    ['referenceId', [`r-${id}-1`]],
    ['documentTransform', [FILTER2, EXCLUSIVE_C14N]],
    ['filter', ['subtract']],
    ['filterXPath', [SUBTRACT_SIGNATURES]],
    ['documentDigestMethod', [SHA256]],
    ['documentDigest', [digest('sha256', unsigned)]],
    ['propertiesUri', [`#xades-${id}`]],
    ['propertiesTransform', [EXCLUSIVE_C14N]],
    ['propertiesDigestMethod', [SHA256]],
    ['propertiesDigest', ['']],
    ['valueId', [`value-${id}`]],
    ['signatureValue', ['']],
    ['certificate', certificateChain.map((der) => Buffer.from(der).toString('base64'))],
    ['target', [`#${id}`]],
    ['propertiesId', [`xades-${id}`]],
    ['signingTime', [signingTime.toISOString().replace('.000Z', 'Z')]],
    ['certificateDigestMethod', [SHA512]],
    ['certificateDigest', [digest('sha512', signer)]],
    ['issuerSerial', [Buffer.from(encodeIssuerSerial(readCertificate(signer))).toString('base64')]],
    ['objectReference', [`#r-${id}-1`]],
    ['mimeType', ['text/xml']],
  ])
  const block = () => fillPattern(SIGNATURE_PATTERNS.B, values, LIST_SCOPE)
  values.set('propertiesDigest', [digest('sha256', canonicalPart(block(), 'SignedProperties'))])

  return {
    toBeSigned: canonicalPart(block(), 'SignedInfo'),
    complete(signatureValue) {
      values.set('signatureValue', [Buffer.from(signatureValue).toString('base64')])
      // Right before the root's end tag, with no white space added: what stands around the Signature is signed.
      return Buffer.concat([
        Buffer.from(XML_DECLARATION),
        unsigned.subarray(0, unsigned.length - ROOT_END.length),
        Buffer.from(canonicalElement(block(), LIST_SCOPE)),
        Buffer.from(ROOT_END),
      ])
    },
  }
}

function assertUnsigned(bytes: Buffer): void {
  const start = bytes.toString('latin1', 0, ROOT_START.length)
  const end = bytes.toString('latin1', Math.max(0, bytes.length - END_LENGTH_MAX))
  if (start !== ROOT_START || !UNSIGNED_END.test(end)) {
    throw new FormatError('list-grammar', 'not the canonical bytes of an unsigned list')
  }
}

function digest(algorithm: 'sha256' | 'sha512', bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('base64')
}
