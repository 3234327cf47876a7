import { createHash } from 'node:crypto'
import { VerificationError } from '../errors.ts'
import { encodeIssuerSerial } from '../format/certificate.ts'
import {
  attributeOf,
  DistinguishedNameError,
  equalDistinguishedNames,
  parseDistinguishedName,
  type DistinguishedName,
} from '../format/distinguished-name.ts'
import type { SignatureBlock } from '../format/model.ts'
import { openCertificate, sameBytes, type Certificate } from '../trust/certificate.ts'
import { rfc3339 } from '../trust/given-lists.ts'
import type { Authority, Trust } from '../trust/load-trust.ts'
import { pathOf } from '../trust/path.ts'
import { certificateHash } from './signature.ts'

/** Who may sign: by the CN and OU that the ANS asks to be checked, or by the whole name (RFC 4514). */
export type SignerIdentity =
  { readonly commonName: string; readonly organizationalUnit: string } | { readonly dn: string }

/** The first certificate of X509Data; the others prove nothing and are not opened. Unreadable: `signature-grammar`. */
export function openSigner({ certificates }: SignatureBlock): Certificate {
  const signer = openCertificate(certificates[0]!)
  if (typeof signer !== 'string') return signer
  throw new VerificationError('signature-grammar', `the first X509Certificate: ${signer}`)
}

/**
 * Format 7.16, `signing-certificate-mismatch`: the signed properties name this very certificate, by digest and by issuer
 * and serial number. Without it, another certificate of the same key could be put in its place.
 */
export function assertSigningCertificate(block: SignatureBlock, signer: Certificate): void {
  const refuse = (detail: string): never => {
    throw new VerificationError('signing-certificate-mismatch', detail)
  }
  const digest = createHash(certificateHash(block)).update(signer.der).digest()
  if (!digest.equals(block.certificateDigest)) refuse('CertDigest is of another certificate')
  const { issuerSerial, subjectName } = block
  if ('der' in issuerSerial) {
    if (!sameBytes(issuerSerial.der, encodeIssuerSerial(signer.fields)))
      refuse('IssuerSerialV2 is of another certificate')
  } else {
    if (!isNamed(signer.issuer, issuerSerial.issuerName)) refuse('X509IssuerName is another issuer')
    if (issuerSerial.serialNumber.trim() !== BigInt(`0x${signer.fields.serialNumber}`).toString()) {
      refuse('X509SerialNumber is of another certificate')
    }
  }
  if (subjectName !== undefined && !isNamed(signer.subject, subjectName))
    refuse('X509SubjectName is another subject')
}

function isNamed(name: DistinguishedName, text: string): boolean {
  try {
    return equalDistinguishedNames(name, parseDistinguishedName(text))
  } catch (error) {
    if (error instanceof DistinguishedNameError) return false
    throw error
  }
}

/** Format 7.18, `signer-dn`: any other holder of a certificate of the same authority is refused. */
export function assertSignerName({ subject, subjectText }: Certificate, identity: SignerIdentity): void {
  const isExpected =
    'dn' in identity
      ? equalDistinguishedNames(subject, parseDistinguishedName(identity.dn))
      : attributeOf(subject, 'CN') === identity.commonName &&
        attributeOf(subject, 'OU') === identity.organizationalUnit
  if (!isExpected) throw new VerificationError('signer-dn', `signed by ${subjectText}`)
}

/** Format 7.19, `signer-usage`: a certificate made to sign documents, and not one of a server, a client or an authority. */
export function assertSignerUsage(signer: Certificate, extendedKeyUsages: readonly string[]): void {
  const refuse = (detail: string): never => {
    throw new VerificationError('signer-usage', detail)
  }
  if (signer.isAuthority) refuse('the certificate is that of an authority')
  if (!signer.keyUsages.has('digitalSignature')) refuse('KeyUsage lacks digitalSignature')
  if (!signer.keyUsages.has('nonRepudiation')) refuse('KeyUsage lacks nonRepudiation')
  if (!signer.extendedKeyUsages.some((oid) => extendedKeyUsages.includes(oid))) {
    refuse(`ExtendedKeyUsage has none of ${extendedKeyUsages.join(', ')}`)
  }
}

/** Format 7.20, `chain`: a pinned authority issued it, and all above it are pinned and valid. Gives that path. */
export function assertChain(signer: Certificate, trust: Trust, at: Date): readonly Authority[] {
  const path = pathOf(signer, trust, at)
  if (typeof path === 'string') throw new VerificationError('chain', `${signer.subjectText}: ${path}`)
  return path
}

/** Format 7.21 and 7.22, `signer-not-yet-valid` and `signer-expired`, at the time of the verification. */
export function assertSignerValidity({ fields: { notBefore, notAfter } }: Certificate, at: Date): void {
  if (at < notBefore) throw new VerificationError('signer-not-yet-valid', `valid from ${rfc3339(notBefore)}`)
  if (at > notAfter) throw new VerificationError('signer-expired', `valid until ${rfc3339(notAfter)}`)
}
