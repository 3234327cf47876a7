import { canonicalElement } from './canonical.ts'
import { FormatError } from './errors.ts'
import { isDateTime } from './format-v1.ts'
import type { SignatureBlock, SignatureProfile } from './model.ts'
import { matchPattern, type Values } from './pattern.ts'
import { PROOF_OF_APPROVAL } from './signature-names.ts'
import { SIGNATURE_PATTERNS } from './signature-profiles.ts'
import { localName, type XmlElement } from './xml.ts'

/** What a Signature may be called; the name tells the profile (Format 5.2). */
const PROFILE_OF_NAME: ReadonlyMap<string, SignatureProfile> = new Map([
  ['ds:Signature', 'B'],
  ['Signature', 'A'],
])
const ID = /^[A-Za-z_][A-Za-z0-9._-]{0,127}$/
const ZONE = /(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** Signer, issuing CA and root; twice that is more than any chain needs. */
const CERTIFICATES_MAX = 6

/**
 * Takes a Signature apart by the grammar of its profile and canonicalises its two signed parts (Format 5.2 to 5.6).
 * Nothing is verified. Throws FormatError `signature-grammar`.
 */
export function readSignature(signature: XmlElement): SignatureBlock {
  const profile = PROFILE_OF_NAME.get(signature.name)
  if (profile === undefined) refuse(`<${signature.name}>: the prefix of neither profile`)
  const values = matchPattern(SIGNATURE_PATTERNS[profile], signature)
  assertReferences(profile, values)
  if (profile === 'A' && one(values, 'commitment') !== PROOF_OF_APPROVAL)
    refuse('another commitment than approval')
  const certificates = all(values, 'certificate')
  if (certificates.length > CERTIFICATES_MAX) refuse(`${certificates.length} certificates`)

  return {
    profile,
    algorithms: {
      canonicalization: one(values, 'canonicalization'),
      signature: one(values, 'signatureMethod'),
      documentTransforms: all(values, 'documentTransform'),
      documentDigest: one(values, 'documentDigestMethod'),
      propertiesTransforms: all(values, 'propertiesTransform'),
      propertiesDigest: one(values, 'propertiesDigestMethod'),
      certificateDigest: one(values, 'certificateDigestMethod'),
    },
    documentFilter:
      profile === 'B' ? { filter: one(values, 'filter'), xpath: one(values, 'filterXPath') } : undefined,
    documentDigest: base64(values, 'documentDigest'),
    propertiesDigest: base64(values, 'propertiesDigest'),
    signedInfo: canonicalPart(signature, 'SignedInfo'),
    signedProperties: canonicalPart(signature, 'SignedProperties'),
    signatureValue: base64(values, 'signatureValue'),
    certificates: certificates.map((text) => decodeBase64(text, 'certificate')),
    subjectName: all(values, 'subjectName')[0],
    signedAt: signedAt(one(values, 'signingTime')),
    certificateDigest: base64(values, 'certificateDigest'),
    issuerSerial:
      profile === 'B'
        ? { der: base64(values, 'issuerSerial') }
        : { issuerName: one(values, 'issuerName'), serialNumber: one(values, 'issuerSerialNumber') },
  }
}

/**
 * Format 5.5: Ids are distinct, and each reference points where the profile says. Otherwise a tool that resolves an Id
 * could digest another SignedProperties than the one that was read.
 */
function assertReferences(profile: SignatureProfile, values: Values): void {
  const ids = ['signatureId', 'propertiesId', ...(profile === 'B' ? ['referenceId', 'valueId'] : [])]
  const texts = ids.map((id) => one(values, id))
  if (texts.some((text) => !ID.test(text))) refuse('an Id that is no name')
  if (new Set(texts).size < texts.length) refuse('two equal Ids')
  if (one(values, 'propertiesUri') !== `#${one(values, 'propertiesId')}`) {
    refuse('the second Reference does not point to SignedProperties')
  }
  if (one(values, 'target') !== `#${one(values, 'signatureId')}`) refuse('Target is another Signature')
  if (profile === 'B' && one(values, 'objectReference') !== `#${one(values, 'referenceId')}`) {
    refuse('ObjectReference is not the first Reference')
  }
}

/**
 * Canonical bytes of SignedInfo or SignedProperties. The part is the apex: it bears the namespaces it uses, whatever
 * its ancestors bear (Format 5.6). The Signature has the grammar of its profile, so each stands in it once.
 */
export function canonicalPart(signature: XmlElement, name: 'SignedInfo' | 'SignedProperties'): Uint8Array {
  const find = (element: XmlElement): XmlElement | undefined => {
    if (localName(element.name) === name) return element
    for (const child of element.children) {
      const found = typeof child === 'string' ? undefined : find(child)
      if (found) return found
    }
    return undefined
  }
  return Buffer.from(canonicalElement(find(signature)!), 'utf8')
}

/**
 * SigningTime in UTC, RFC 3339; the fraction stays only where it says something. A date that does not exist is refused:
 * 31 November is 1 December for a lenient reader, and the order of two lists must be the same for all.
 */
function signedAt(text: string): string {
  if (!ZONE.test(text) || !isDateTime(text.replace(ZONE, 'Z'))) {
    refuse('SigningTime is not a date and time with its zone')
  }
  return new Date(text).toISOString().replace('.000Z', 'Z')
}

function base64(values: Values, name: string): Uint8Array {
  return decodeBase64(one(values, name), name)
}

/** Base64 that may hold XML white space, `&#13;` included, as some tools break their lines. */
function decodeBase64(text: string, name: string): Uint8Array {
  const compact = text.replace(/[ \t\r\n]+/g, '')
  const bytes = Buffer.from(compact, 'base64')
  // The comparison refuses stray bits in the last group: one value has one spelling.
  if (!BASE64.test(compact) || bytes.length === 0 || bytes.toString('base64') !== compact) {
    refuse(`${name} is not base64`)
  }
  return bytes
}

function one(values: Values, name: string): string {
  const [text, ...more] = all(values, name)
  if (text === undefined || more.length > 0) throw new TypeError(`the pattern has no single ${name}`)
  return text
}

function all(values: Values, name: string): readonly string[] {
  return values.get(name) ?? []
}

function refuse(detail: string): never {
  throw new FormatError('signature-grammar', detail)
}
