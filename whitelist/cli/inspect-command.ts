import { openCertificate } from '../src/trust/certificate.ts'
import { rfc3339 } from '../src/trust/given-lists.ts'
import { BYTES_MAX } from '../src/format/format-v1.ts'
import { readWhitelist, sha256Hex, type Entry, type SignatureBlock } from '../src/format/index.ts'
import { readSource } from './read-source.ts'

interface SignatureReport {
  readonly profile: string
  readonly signedAt: string
  readonly algorithms: SignatureBlock['algorithms']
  readonly certificates: readonly (
    | {
        readonly dn: string
        readonly fingerprint: string
        readonly notBefore: string
        readonly notAfter: string
      }
    | { readonly unreadable: string }
  )[]
}

/** What `inspect --json` prints: what the file says of itself. Nothing of it is verified. */
export interface Inspection {
  readonly verified: false
  readonly bytes: number
  readonly fileSha256: string
  readonly digest: string
  readonly generatedAt: string
  readonly signature: SignatureReport | null
  readonly entries: readonly Entry[]
}

/** Reads a list without verifying it. Throws FormatError where it is no list, UsageError where there is no file. */
export async function inspect(source: string): Promise<Inspection> {
  const bytes = await readSource(source, BYTES_MAX)
  const { digest, generatedAt, signature, entries } = readWhitelist(bytes)
  return {
    verified: false,
    bytes: bytes.length,
    fileSha256: sha256Hex(bytes),
    digest,
    generatedAt,
    signature: signature ? reportOf(signature) : null,
    entries,
  }
}

function reportOf({ profile, signedAt, algorithms, certificates }: SignatureBlock): SignatureReport {
  return { profile, signedAt, algorithms, certificates: certificates.map(certificateReport) }
}

function certificateReport(der: Uint8Array): SignatureReport['certificates'][number] {
  const certificate = openCertificate(der)
  if (typeof certificate === 'string') return { unreadable: certificate }
  const { subjectText, fingerprint, fields } = certificate
  return {
    dn: subjectText,
    fingerprint,
    notBefore: rfc3339(fields.notBefore),
    notAfter: rfc3339(fields.notAfter),
  }
}

/** An inspection in words. */
export function describeInspection({
  bytes,
  fileSha256,
  digest,
  generatedAt,
  signature,
  entries,
}: Inspection): string[] {
  return [
    'NOT VERIFIED: this is what the file says of itself. Ask `verify` whether it may be trusted.',
    `  bytes      ${bytes}, sha256 ${fileSha256}`,
    `  digest     ${digest}`,
    `  generated  ${generatedAt}`,
    ...(signature ? describeSignature(signature) : ['  signature  none']),
    `  entries    ${entries.length}`,
    ...entries.map(describeEntry),
  ]
}

function describeSignature({ profile, signedAt, certificates }: SignatureReport): string[] {
  return [
    `  signature  profile ${profile}, says signed at ${signedAt}`,
    ...certificates.map((certificate) =>
      'unreadable' in certificate
        ? `    certificate that cannot be read: ${certificate.unreadable}`
        : `    certificate ${certificate.dn}, ${certificate.notBefore} to ${certificate.notAfter}`,
    ),
  ]
}

export function describeEntry(entry: Entry): string {
  const { number, wadoHost, viewerHost, denomination, certificateDn, addedAt } = entry
  return `    ${number}  ${wadoHost}  ${viewerHost || '(no vi)'}  ${denomination}  ${certificateDn}  since ${addedAt}`
}
