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
  // The hash fits, so some signer wrote it; the shape tells whether it was one of this version.
  const record = JSON.parse(json.toString('utf8')) as LedgerRecord
  return isWhole(record) ? { hash, record } : 'it is not a record of this version'
}

function isWhole(record: LedgerRecord): boolean {
  if (record.kind === 'genesis') return record.format === 1
  if (record.kind !== 'signed') return false
  const digests = [record.contentDigest, record.fileSha256, ...record.approvals.map(({ id }) => id)]
  return (
    Number.isSafeInteger(record.sequence) &&
    Number.isSafeInteger(record.lines) &&
    Number.isFinite(Date.parse(record.signedAt)) &&
    record.gone.every((identity) => typeof identity === 'string') &&
    digests.every((digest) => /^[0-9a-f]{64}$/.test(digest))
  )
}
