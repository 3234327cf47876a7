import { X509Certificate } from 'node:crypto'
import { causeOf, StartFault } from './errors.ts'
import { readGuardedFile } from './private-file.ts'
import type { SigningKey } from './key/signing-key.ts'

/** What the signed file embeds, and what the rules ask of the signer's own certificate. */
export interface SignerCertificate {
  /** DER, signer first. */
  readonly chain: readonly Uint8Array[]
  readonly fingerprint: string
  readonly subject: string
  /** Subjects and issuers of the whole chain, for the refusal of demo material. */
  readonly names: readonly string[]
  readonly notBefore: Date
  readonly notAfter: Date
}

/**
 * Reads the PEM chain (signer first, each one issued by the next) and checks that it certifies `key`.
 * Faults: file-unreadable, file-exposed, certificate-invalid, certificate-other-key. Dates are a rule of each
 * signature, not of the start: a signer with an expired certificate still answers what it signed before.
 */
export async function readCertificates(file: string, key: SigningKey): Promise<SignerCertificate> {
  const pem = (await readGuardedFile('SIGNER_CERTIFICATE_FILE', file)).toString('latin1')
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  const [signer, ...issuers] = parse(blocks, file)
  if (signer === undefined || issuers.length > 4) {
    throw new StartFault(
      'certificate-invalid',
      `${file} holds ${blocks.length} certificates: 1 to 5, signer first`,
    )
  }
  if (!signer.publicKey.equals(key.publicKey)) {
    throw new StartFault(
      'certificate-other-key',
      `${file}: its first certificate (${oneLine(signer.subject)}) is not that of the key in SIGNER_KEY_FILE`,
    )
  }
  let issued = signer
  for (const issuer of issuers) {
    if (!issued.checkIssued(issuer) || !issued.verify(issuer.publicKey)) {
      throw new StartFault(
        'certificate-invalid',
        `${file}: ${oneLine(issued.subject)} was not issued by the certificate that follows it`,
      )
    }
    issued = issuer
  }
  const chain = [signer, ...issuers]
  return {
    chain: chain.map((certificate) => certificate.raw),
    fingerprint: signer.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject: oneLine(signer.subject),
    names: chain.flatMap(({ subject, issuer }) => [subject, issuer]),
    notBefore: signer.validFromDate,
    notAfter: signer.validToDate,
  }
}

function parse(blocks: readonly string[], file: string): X509Certificate[] {
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch (error) {
    throw new StartFault(
      'certificate-invalid',
      `${file} holds a certificate that cannot be read: ${causeOf(error)}`,
    )
  }
}

// node writes one RDN a line, C first.
function oneLine(name: string): string {
  return name.replaceAll('\n', ', ')
}
