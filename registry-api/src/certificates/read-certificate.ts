import { createHash, X509Certificate } from 'node:crypto'
import {
  formatDistinguishedName,
  subjectOfCertificate,
  type DistinguishedName,
} from '@trust-space/whitelist/format'
import type { CertificateFile } from './certificate.ts'
import { certificateRefusals } from './certificate.refusals.ts'

export interface ReadCertificate {
  readonly file: CertificateFile
  readonly dn: DistinguishedName
  /** RFC 4514, as it will stand on the list. */
  readonly dnText: string
}

/** Reads one certificate in PEM. Throws `certificate-with-key`, `certificate-unreadable`. Nothing in it is verified. */
export function readCertificate(pem: string): ReadCertificate {
  if (/PRIVATE KEY/.test(pem)) throw certificateRefusals('certificate-with-key')
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (blocks.length !== 1) throw certificateRefusals('certificate-unreadable')
  try {
    const certificate = new X509Certificate(blocks[0] ?? '')
    const der = new Uint8Array(certificate.raw)
    const dn = subjectOfCertificate(der)
    return {
      file: {
        der,
        fingerprint: createHash('sha256').update(der).digest('hex'),
        notBefore: new Date(certificate.validFrom),
        notAfter: new Date(certificate.validTo),
      },
      dn,
      dnText: formatDistinguishedName(dn),
    }
  } catch {
    throw certificateRefusals('certificate-unreadable')
  }
}
