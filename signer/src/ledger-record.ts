import { sha256Hex } from '@trust-space/whitelist/format'

/** Said once, at initialisation: whose ledger this is. */
export interface GenesisRecord {
  readonly kind: 'genesis'
  readonly format: 1
  readonly trustSpace: string
  readonly space: string
  readonly mode: string
  readonly createdAt: string
  readonly previous: string
}

/** One signature. Identities that left or changed are kept so that the guard-rails outlive the process. */
export interface SignedRecord {
  readonly kind: 'signed'
  readonly sequence: number
  readonly contentDigest: string
  /** RFC 3339 UTC, whole seconds: the SigningTime of the file. */
  readonly signedAt: string
  /** Of the signed file that lies beside the ledger. */
  readonly fileSha256: string
  readonly lines: number
  readonly gone: readonly string[]
  readonly approvals: readonly { readonly id: string; readonly kid: string }[]
  readonly certificate: string
  readonly previous: string
}

export type LedgerRecord = GenesisRecord | SignedRecord

export const NO_PREVIOUS = '0'.repeat(64)

/** One line of the ledger: the hash of the JSON text, a blank, the text itself. The next record names the hash. */
export function writeRecord(record: LedgerRecord): { readonly hash: string; readonly line: Uint8Array } {
  const json = JSON.stringify(record)
  const hash = sha256Hex(Buffer.from(json))
  return { hash, line: Buffer.from(`${hash} ${json}\n`) }
}

/** Reads one line (without its line end); gives back why it is not a record as a text. */
export function readRecord(line: Buffer): { readonly hash: string; readonly record: LedgerRecord } | string {
  const hash = line.subarray(0, 64).toString('latin1')
  const json = line.subarray(65)
  if (line[64] !== 0x20 || sha256Hex(json) !== hash) return 'its hash does not fit'
  // The hash fits, so a record that this program wrote; the shape is checked against other programs' versions.
  let record: unknown
  try {
    record = JSON.parse(json.toString('utf8'))
  } catch {
    return 'it is not JSON'
  }
  return isGenesis(record) || isSigned(record) ? { hash, record } : 'it is not a record of this version'
}

function isGenesis(value: unknown): value is GenesisRecord {
  return (
    isObject(value) &&
    value['kind'] === 'genesis' &&
    value['format'] === 1 &&
    ['trustSpace', 'space', 'mode', 'createdAt', 'previous'].every((name) => typeof value[name] === 'string')
  )
}

function isSigned(value: unknown): value is SignedRecord {
  return (
    isObject(value) &&
    value['kind'] === 'signed' &&
    ['contentDigest', 'fileSha256', 'certificate', 'previous'].every((name) => isDigest(value[name])) &&
    isCount(value['sequence']) &&
    isCount(value['lines']) &&
    typeof value['signedAt'] === 'string' &&
    Number.isFinite(Date.parse(value['signedAt'])) &&
    Array.isArray(value['gone']) &&
    value['gone'].every((identity) => typeof identity === 'string') &&
    Array.isArray(value['approvals']) &&
    value['approvals'].every((approval) => isObject(approval) && isDigest(approval['id']))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
