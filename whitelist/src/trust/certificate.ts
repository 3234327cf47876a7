import { X509Certificate, type KeyObject } from 'node:crypto'
import { readCertificate, type CertificateFields } from '../format/certificate.ts'
import { derChildren, DerError, readOid, readUnsignedHex, readWholeDer, TAG } from '../format/der.ts'
import {
  distinguishedNameFromDer,
  DistinguishedNameError,
  formatDistinguishedName,
  type DistinguishedName,
} from '../format/distinguished-name.ts'
import { sha256Hex } from '../format/sha256.ts'
import { certificateDistributionPoints } from './distribution-point.ts'

export type KeyUsage = 'digitalSignature' | 'nonRepudiation' | 'keyCertSign' | 'cRLSign'

/** A certificate read once: its names, its key, what it may be used for. Nothing about it is verified yet. */
export interface Certificate {
  readonly der: Uint8Array
  /** Lower-case hex SHA-256 of the DER. */
  readonly fingerprint: string
  readonly fields: CertificateFields
  readonly subject: DistinguishedName
  /** RFC 4514. */
  readonly subjectText: string
  readonly issuer: DistinguishedName
  readonly publicKey: KeyObject
  /** What KeyUsage allows (RFC 5280 4.2.1.3); where it is absent, nothing. */
  readonly keyUsages: ReadonlySet<KeyUsage>
  /** OIDs of ExtendedKeyUsage; where it is absent, none. */
  readonly extendedKeyUsages: readonly string[]
  /** BasicConstraints: whether it is a CA, and how many CAs may stand below it. */
  readonly isAuthority: boolean
  readonly pathLengthMax: number
  /** GeneralNames of CRLDistributionPoints, as hex of their DER; where it is absent, none. */
  readonly distributionPoints: readonly string[]
  /** True where the key made this certificate's signature. */
  isSignedBy(key: KeyObject): boolean
}

const EXTENSION = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  distributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
} as const
/** Policies are not checked here, so an unknown one takes nothing away; a name constraint would, and is not in this list. */
const UNDERSTOOD: ReadonlySet<string> = new Set(Object.values(EXTENSION))

const KEY_USAGE_BITS: readonly (readonly [KeyUsage, number])[] = [
  ['digitalSignature', 0x80],
  ['nonRepudiation', 0x40],
  ['keyCertSign', 0x04],
  ['cRLSign', 0x02],
]

/** Reads a DER certificate, all of what is used of it, by OpenSSL and by our own fields; else says why it cannot be read. */
export function openCertificate(der: Uint8Array): Certificate | string {
  try {
    const fields = readCertificate(der)
    const subject = distinguishedNameFromDer(fields.subjectDer)
    const x509 = new X509Certificate(der)
    return {
      der,
      fingerprint: sha256Hex(der),
      fields,
      subject,
      subjectText: formatDistinguishedName(subject),
      issuer: distinguishedNameFromDer(fields.issuerDer),
      publicKey: x509.publicKey,
      keyUsages: keyUsagesOf(fields),
      extendedKeyUsages: extendedKeyUsagesOf(fields),
      ...basicConstraintsOf(fields),
      distributionPoints: distributionPointsOf(fields),
      isSignedBy: (key) => x509.verify(key),
    }
  } catch (error) {
    if (error instanceof DerError || error instanceof DistinguishedNameError) return error.message
    // node:crypto throws plain errors, of OpenSSL's wording, for what it cannot read.
    return error instanceof Error ? error.message : 'unreadable'
  }
}

function keyUsagesOf({ extensions }: CertificateFields): ReadonlySet<KeyUsage> {
  const extension = extensions.get(EXTENSION.keyUsage)
  if (!extension) return new Set()
  const [, octet = 0] = readWholeDer(extension.value, TAG.bitString).content
  return new Set(KEY_USAGE_BITS.filter(([, bit]) => (octet & bit) !== 0).map(([usage]) => usage))
}

function extendedKeyUsagesOf({ extensions }: CertificateFields): readonly string[] {
  const extension = extensions.get(EXTENSION.extendedKeyUsage)
  return extension ? derChildren(readWholeDer(extension.value, TAG.sequence)).map(readOid) : []
}

function basicConstraintsOf({
  extensions,
}: CertificateFields): Pick<Certificate, 'isAuthority' | 'pathLengthMax'> {
  const extension = extensions.get(EXTENSION.basicConstraints)
  const [isAuthority, pathLength] = extension ? derChildren(readWholeDer(extension.value, TAG.sequence)) : []
  return {
    isAuthority: isAuthority?.tag === TAG.boolean && isAuthority.content[0] !== 0,
    pathLengthMax: pathLength ? Number.parseInt(readUnsignedHex(pathLength), 16) : Number.POSITIVE_INFINITY,
  }
}

function distributionPointsOf({ extensions }: CertificateFields): readonly string[] {
  const extension = extensions.get(EXTENSION.distributionPoints)
  return extension ? certificateDistributionPoints(extension.value) : []
}

/** OID of a critical extension that nobody here understands: such a certificate must be refused (RFC 5280 4.2). */
export function unknownCriticalExtension({ fields }: Certificate): string | undefined {
  return [...fields.extensions].find(([oid, { isCritical }]) => isCritical && !UNDERSTOOD.has(oid))?.[0]
}

/** Hash of the signature algorithms that are trusted in certificates and revocation lists: SHA-2 with RSA or ECDSA. */
export const SIGNATURE_HASHES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
])

/** What is too weak to be trusted in how a certificate was signed or in its key, or undefined. */
export function weaknessOf({ fields, publicKey }: Certificate): string | undefined {
  if (!SIGNATURE_HASHES.has(fields.signatureAlgorithm))
    return `signature algorithm ${fields.signatureAlgorithm}`
  return weaknessOfKey(publicKey)
}

/** RSA of 2,048 to 8,192 bits (a longer one only costs time), or a NIST curve. */
export function weaknessOfKey(key: KeyObject): string | undefined {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa') {
    return modulusLength >= 2048 && modulusLength <= 8192 ? undefined : `an RSA key of ${modulusLength} bits`
  }
  const isCurve =
    key.asymmetricKeyType === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(namedCurve)
  return isCurve ? undefined : `a key of type ${key.asymmetricKeyType ?? 'unknown'} ${namedCurve}`
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
