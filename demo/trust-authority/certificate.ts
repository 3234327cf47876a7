import 'reflect-metadata'
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  type Extension,
  type Name,
} from '@peculiar/x509'
import { randomBytes, type webcrypto as Web } from 'node:crypto'
import { signingAlgorithm } from './keys.ts'

export const EKU = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
} as const

const keyUsageBits = {
  digitalSignature: KeyUsageFlags.digitalSignature,
  nonRepudiation: KeyUsageFlags.nonRepudiation,
  keyEncipherment: KeyUsageFlags.keyEncipherment,
  keyCertSign: KeyUsageFlags.keyCertSign,
  cRLSign: KeyUsageFlags.cRLSign,
} as const
export type KeyUsage = keyof typeof keyUsageBits

export interface CertificateRequest {
  readonly subject: Name
  readonly keys: Web.CryptoKeyPair
  readonly issuer: { readonly name: Name; readonly keys: Web.CryptoKeyPair }
  readonly notBefore: Date
  readonly notAfter: Date
  /** Undefined: not a CA. A number bounds the length of the path below. */
  readonly ca?: { readonly pathLength?: number }
  readonly keyUsages: readonly KeyUsage[]
  /** OIDs; none leaves the extension out. */
  readonly extendedKeyUsages?: readonly string[]
  /** DNS names of subjectAltName; none leaves it out. */
  readonly hosts?: readonly string[]
  /** Where the issuer's CRL and certificate can be had; shown by tools, dialled by none of ours (decisions 37). */
  readonly urls?: { readonly crl: string; readonly issuer: string }
}

/** Issues one certificate; gives its DER. Times are cut to whole seconds, as X.509 has it. */
export async function issueCertificate(request: CertificateRequest): Promise<Uint8Array> {
  const extensions: Extension[] = [
    new BasicConstraintsExtension(request.ca !== undefined, request.ca?.pathLength, true),
    // Critical, as in the real signer certificate (domain 3.4).
    new KeyUsagesExtension(
      request.keyUsages.reduce((bits, usage) => bits | keyUsageBits[usage], 0),
      true,
    ),
    await SubjectKeyIdentifierExtension.create(request.keys.publicKey),
    await AuthorityKeyIdentifierExtension.create(request.issuer.keys.publicKey),
  ]
  if (request.extendedKeyUsages?.length) {
    extensions.push(new ExtendedKeyUsageExtension([...request.extendedKeyUsages]))
  }
  if (request.hosts?.length) {
    extensions.push(
      new SubjectAlternativeNameExtension(request.hosts.map((value) => ({ type: 'dns' as const, value }))),
    )
  }
  if (request.urls !== undefined) {
    extensions.push(
      new CRLDistributionPointsExtension([request.urls.crl]),
      new AuthorityInfoAccessExtension({ caIssuers: [request.urls.issuer] }),
    )
  }
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: request.subject,
    issuer: request.issuer.name,
    notBefore: wholeSeconds(request.notBefore),
    notAfter: wholeSeconds(request.notAfter),
    publicKey: request.keys.publicKey,
    signingKey: request.issuer.keys.privateKey,
    signingAlgorithm: signingAlgorithm(request.issuer.keys.privateKey),
    extensions,
  })
  return new Uint8Array(certificate.rawData)
}

/** Certifies the same name, key and extensions for another span of time, under a new serial number; gives the DER. */
export async function reissueCertificate(
  old: Uint8Array<ArrayBuffer>,
  request: Pick<CertificateRequest, 'issuer' | 'notBefore' | 'notAfter'>,
): Promise<Uint8Array> {
  const parsed = new X509Certificate(old)
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: parsed.subjectName,
    issuer: request.issuer.name,
    notBefore: wholeSeconds(request.notBefore),
    notAfter: wholeSeconds(request.notAfter),
    publicKey: parsed.publicKey,
    signingKey: request.issuer.keys.privateKey,
    signingAlgorithm: signingAlgorithm(request.issuer.keys.privateKey),
    extensions: parsed.extensions,
  })
  return new Uint8Array(certificate.rawData)
}

/** 16 bytes, positive and never shortened by DER: the first byte is 01 to 7f. */
function randomSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes.toString('hex')
}

export function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1_000) * 1_000)
}

/** One CERTIFICATE block with its final newline. */
export function certificatePem(der: Uint8Array): string {
  return pem('CERTIFICATE', der)
}

/** One X509 CRL block with its final newline. */
export function crlPem(der: Uint8Array): string {
  return pem('X509 CRL', der)
}

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
