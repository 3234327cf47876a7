import { VerificationError } from '../src/errors.ts'
import { BYTES_MAX, isDateTime } from '../src/format/format-v1.ts'
import { loadTrust } from '../src/trust/load-trust.ts'
import { verifyWhitelist, type VerifyOptions } from '../src/verify.ts'
import type { Warning } from '../src/warnings.ts'
import type { Options } from './arguments.ts'
import type { Clock } from './clock.ts'
import { readSource } from './read-source.ts'
import { UsageError } from './usage-error.ts'

/** As the ANS asks it to be checked; another trust space says its own. */
const COMMON_NAME = 'Liste Blanche DRIM-M'
const ORGANIZATIONAL_UNIT = '318751275100020'
/** Far above any certificate, revocation list or note of what is held. */
const SIDE_FILE_BYTES_MAX = 64 * 1024 * 1024

/** What `verify --json` prints. Of a refused list nothing is told but why: nothing in it is known to be true. */
export interface Verdict {
  readonly verdict: 'accepted' | 'refused'
  readonly code: string | null
  readonly detail: string | null
  readonly signedAt: string | null
  readonly signer: string | null
  readonly entries: number | null
  readonly digest: string | null
  readonly warnings: readonly Warning[]
}

/** Verifies a list. Throws UsageError for whatever is not the list's fault, TrustError for anchors that cannot be used. */
export async function verify(source: string, options: Options, clock: Clock): Promise<Verdict> {
  const files = (names: readonly string[] = []): Promise<Uint8Array[]> =>
    Promise.all(names.map((name) => readSource(name, SIDE_FILE_BYTES_MAX)))
  if (!options['trust-anchor'])
    throw new UsageError('--trust-anchor is needed: whom is the list to be trusted from?')
  const verifyOptions: VerifyOptions = {
    at: options.at === undefined ? clock() : readTime(options.at),
    signer: readSigner(options),
    revocation: options['require-crl'] ? 'require' : 'warn',
    ...(options.held === undefined ? {} : { held: await readHeld(options.held) }),
    trust: await loadTrust({
      anchors: await files(options['trust-anchor']),
      intermediates: await files(options.intermediate),
      crls: await files(options.crl),
    }),
  }
  try {
    const list = await verifyWhitelist(await readSource(source, BYTES_MAX), verifyOptions)
    const { signedAt, digest, warnings } = list
    return {
      verdict: 'accepted',
      code: null,
      detail: null,
      signedAt,
      signer: list.signer.dn,
      entries: list.entries.length,
      digest,
      warnings,
    }
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    const { code, detail } = error
    return {
      verdict: 'refused',
      code,
      detail,
      signedAt: null,
      signer: null,
      entries: null,
      digest: null,
      warnings: [],
    }
  }
}

/** A verdict in words. */
export function describeVerdict({
  verdict,
  code,
  detail,
  signedAt,
  signer,
  entries,
  digest,
  warnings,
}: Verdict): string[] {
  if (verdict === 'refused') return [`refused: ${code}`, `  ${detail}`]
  return [
    `accepted: ${entries} ${entries === 1 ? 'entry' : 'entries'}`,
    `  signed at ${signedAt}`,
    `  by        ${signer}`,
    `  digest    ${digest}`,
    ...warnings.map((warning) => `  warning   ${warning.code}: ${warning.detail}`),
  ]
}

function readTime(text: string): Date {
  if (!isDateTime(text)) throw new UsageError(`--at ${text}: a time in UTC is due, as 2026-11-25T10:00:00Z`)
  return new Date(text)
}

function readSigner(options: Options): VerifyOptions['signer'] {
  const dn = options['signer-dn']
  const commonName = options['signer-cn']
  const organizationalUnit = options['signer-ou']
  if (dn === undefined) {
    return {
      commonName: commonName ?? COMMON_NAME,
      organizationalUnit: organizationalUnit ?? ORGANIZATIONAL_UNIT,
    }
  }
  if (commonName !== undefined || organizationalUnit !== undefined) {
    throw new UsageError('--signer-dn says it all: no --signer-cn or --signer-ou beside it')
  }
  return { dn }
}

async function readHeld(name: string): Promise<{ signedAt: string; digest: string }> {
  const text = Buffer.from(await readSource(name, SIDE_FILE_BYTES_MAX)).toString('utf8')
  let held: unknown
  try {
    held = JSON.parse(text)
  } catch {
    throw new UsageError(`--held ${name}: not JSON`)
  }
  const { signedAt, digest } = (held ?? {}) as Record<string, unknown>
  if (typeof signedAt !== 'string' || !isDateTime(signedAt) || !/^[0-9a-f]{64}$/.test(String(digest))) {
    throw new UsageError(
      `--held ${name}: { "signedAt": time in UTC, "digest": 64 lower-case hex digits } is due`,
    )
  }
  return { signedAt, digest: String(digest) }
}
