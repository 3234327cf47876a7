import {
  contextTag,
  derChildren,
  DerError,
  encodeDer,
  expectTag,
  readOid,
  readTime,
  readUnsignedHex,
  readWholeDer,
  TAG,
  type DerValue,
} from './der.ts'
import { distinguishedNameFromDer, type DistinguishedName } from './distinguished-name.ts'

export interface CertificateExtension {
  readonly isCritical: boolean
  /** Content of the OCTET STRING: the DER of the extension itself. */
  readonly value: Uint8Array
}

/** The fields of an X.509 certificate (RFC 5280 4.1) that checks need. Its signature is verified elsewhere. */
export interface CertificateFields {
  /** Lower-case hex, no leading zeros. */
  readonly serialNumber: string
  readonly serialNumberDer: Uint8Array
  readonly issuerDer: Uint8Array
  readonly subjectDer: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
  readonly signatureAlgorithm: string
  /** By OID. */
  readonly extensions: ReadonlyMap<string, CertificateExtension>
}

/** Reads a DER certificate of version 3. Throws DerError. */
export function readCertificate(der: Uint8Array): CertificateFields {
  const [tbs, algorithm, signature, ...more] = derChildren(readWholeDer(der, TAG.sequence))
  expectTag(signature, TAG.bitString)
  if (more.length > 0) throw new DerError('more than a signed certificate')
  const [version, serial, innerAlgorithm, issuer, validity, subject, , ...optional] = derChildren(
    expectTag(tbs, TAG.sequence),
  )
  expectTag(version, contextTag(0, true))
  // RFC 5280 4.1.1.2: both must be the same, or what was signed could be read under another algorithm.
  if (
    Buffer.compare(
      expectTag(algorithm, TAG.sequence).encoded,
      expectTag(innerAlgorithm, TAG.sequence).encoded,
    ) !== 0
  ) {
    throw new DerError('two different signature algorithms')
  }
  const [notBefore, notAfter] = derChildren(expectTag(validity, TAG.sequence))
  if (!notBefore || !notAfter) throw new DerError('a validity without an end')
  const extensions = optional.find(({ tag }) => tag === contextTag(3, true))
  return {
    serialNumber: readUnsignedHex(expectTag(serial, TAG.integer)),
    serialNumberDer: serial!.encoded,
    issuerDer: expectTag(issuer, TAG.sequence).encoded,
    subjectDer: expectTag(subject, TAG.sequence).encoded,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    signatureAlgorithm: readOid(expectTag(derChildren(algorithm!)[0], TAG.oid)),
    extensions: extensions ? readExtensions(derChildren(extensions)[0]) : new Map(),
  }
}

/** Reads Extensions (RFC 5280 4.2), of a certificate or of a revocation list. Throws DerError: one OID twice. */
export function readExtensions(value: DerValue | undefined): ReadonlyMap<string, CertificateExtension> {
  const extensions = new Map<string, CertificateExtension>()
  for (const extension of derChildren(expectTag(value, TAG.sequence))) {
    const parts = derChildren(expectTag(extension, TAG.sequence))
    const oid = readOid(expectTag(parts[0], TAG.oid))
    const critical = parts.length === 3 ? expectTag(parts[1], TAG.boolean).content[0] !== 0 : false
    if (extensions.has(oid)) throw new DerError(`the extension ${oid} twice`)
    extensions.set(oid, { isCritical: critical, value: expectTag(parts.at(-1), TAG.octetString).content })
  }
  return extensions
}

/** Subject of a DER certificate. Throws DerError or DistinguishedNameError. */
export function subjectOfCertificate(der: Uint8Array): DistinguishedName {
  return distinguishedNameFromDer(readCertificate(der).subjectDer)
}

/** DER of IssuerSerial as XAdES writes it in IssuerSerialV2 (RFC 5035 5.2): one directoryName, then the serial number. */
export function encodeIssuerSerial({ issuerDer, serialNumberDer }: CertificateFields): Uint8Array {
  const generalNames = encodeDer(TAG.sequence, encodeDer(contextTag(4, true), issuerDer))
  return encodeDer(TAG.sequence, generalNames, serialNumberDer)
}
