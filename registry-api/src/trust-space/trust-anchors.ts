import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'

export interface PinnedCertificate {
  readonly subject: string
  readonly fingerprint: string
  readonly notAfter: Date
  readonly pem: string
}

/** The certificates of PEM or DER files, for people to compare with what they hold. Throws where one is unreadable. */
export async function readPinned(files: readonly string[]): Promise<PinnedCertificate[]> {
  const contents = await Promise.all(files.map(async (path) => ({ path, content: await readFile(path) })))
  return contents.flatMap(({ path, content }) => {
    const blocks = content
      .toString('latin1')
      .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
    try {
      return (blocks ?? [content]).map((one) => describe(new X509Certificate(one)))
    } catch {
      throw new Error(`${path} holds no certificate in PEM or DER`)
    }
  })
}

function describe(certificate: X509Certificate): PinnedCertificate {
  return {
    // One RDN a line, most general first; RFC 4514 wants the reverse.
    subject: certificate.subject.split('\n').toReversed().join(','),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    notAfter: new Date(certificate.validTo),
    pem: certificate.toString(),
  }
}
