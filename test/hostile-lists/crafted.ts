import 'reflect-metadata'
import { Extension, X509Certificate, X509CertificateGenerator, X509CrlGenerator } from '@peculiar/x509'
import type { Ca, Issued } from '../../demo/trust-authority.ts'
import { certificatePem } from '../../demo/trust-authority.ts'

const DAY_MS = 86_400_000
const ISSUING_DISTRIBUTION_POINT = '2.5.29.28'
const DELTA_INDICATOR = '2.5.29.27'
const der = (...bytes: number[]) => new Uint8Array(bytes)
const ascii = (text: string) => [...Buffer.from(text, 'latin1')]

/** The same certificate again from the same authority, signed with SHA-1, or with an extension more. The CA's key is EC. */
export async function reissued(
  issued: Issued,
  issuer: Ca,
  { hash = 'SHA-256', extension }: { hash?: string; extension?: Extension },
): Promise<Issued> {
  const parsed = new X509Certificate(issued.pem)
  const certificate = await X509CertificateGenerator.create({
    serialNumber: parsed.serialNumber,
    subject: parsed.subjectName,
    issuer: issuer.name,
    notBefore: parsed.notBefore,
    notAfter: parsed.notAfter,
    publicKey: parsed.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: { name: 'ECDSA', hash },
    extensions: [...parsed.extensions, ...(extension ? [extension] : [])],
  })
  const bytes = new Uint8Array(certificate.rawData)
  return { ...issued, certificate: bytes, pem: certificatePem(bytes) }
}

/** A critical extension that nobody knows: it may say "not for lists". */
export const unknownCritical = new Extension('1.2.250.1.71.1.2.99', true, der(0x05, 0x00))

/**
 * Revocation lists that the right authority signed and that name nobody, though they could not: of some reasons, of other
 * issuers, of changes, of one part of the certificates, without an end, or under a weak hash.
 */
export async function craftedCrls(issuer: Ca, now: Date) {
  const create = (more: Partial<CrlOptions>) => craftedCrl(issuer, { now, ...more })
  return {
    'some-reasons': await create({ extension: point(0x83, 0x02, 0x06, 0x40) }),
    indirect: await create({ extension: point(0x84, 0x01, 0xff) }),
    delta: await create({ extension: new Extension(DELTA_INDICATOR, true, der(0x02, 0x01, 0x01)) }),
    'authorities-only': await create({ extension: point(0x82, 0x01, 0xff) }),
    'other-part': await create({ extension: partPoint('http://crl.example/other-part.crl') }),
    endless: await create({ endless: true }),
    'weak-hash': await create({ hash: 'SHA-1' }),
    garbage: Buffer.from('no revocation list'),
  }
}
interface CrlOptions {
  readonly now: Date
  readonly extension: Extension
  readonly hash: string
  readonly endless: boolean
  readonly revoked: readonly Uint8Array<ArrayBuffer>[]
}

/** A revocation list of yesterday to tomorrow with an extension of choice. The CA's key is EC. */
export async function craftedCrl(issuer: Ca, options: Partial<CrlOptions> & Pick<CrlOptions, 'now'>) {
  const { now, extension, hash = 'SHA-256', endless = false, revoked = [] } = options
  const crl = await X509CrlGenerator.create({
    issuer: issuer.name,
    thisUpdate: new Date(now.getTime() - DAY_MS),
    ...(endless ? {} : { nextUpdate: new Date(now.getTime() + DAY_MS) }),
    entries: revoked.map((der) => ({
      serialNumber: new X509Certificate(der).serialNumber,
      revocationDate: now,
    })),
    extensions: extension ? [extension] : [],
    signingAlgorithm: { name: 'ECDSA', hash },
    signingKey: issuer.keys.privateKey,
  })
  return new Uint8Array(crl.rawData)
}

/** Says of a list that it covers the certificates of one distribution point. */
export function partPoint(url: string): Extension {
  const uri = [0x86, url.length, ...ascii(url)]
  const fullName = [0xa0, uri.length, ...uri]
  return point(0xa0, fullName.length, ...fullName)
}

function point(...content: number[]): Extension {
  return new Extension(ISSUING_DISTRIBUTION_POINT, true, der(0x30, content.length, ...content))
}

export type CraftedCrlName = keyof Awaited<ReturnType<typeof craftedCrls>>
