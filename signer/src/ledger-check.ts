import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '@trust-space/whitelist/format'
import { NO_PREVIOUS, readRecord, type GenesisRecord, type SignedRecord } from './ledger-record.ts'

export interface LedgerIdentity {
  readonly trustSpace: string
  readonly space: string
  readonly mode: string
}

export interface Stored {
  readonly hash: string
  readonly record: SignedRecord
}

export interface ReadLedger {
  readonly genesis: GenesisRecord | undefined
  readonly signed: readonly Stored[]
  /** Hash of the last record. */
  readonly lastHash: string
  /** Length in bytes of the complete records; what follows is a record whose writing was interrupted. */
  readonly end: number
}

/** The ledger cannot be believed; the message says where and why. */
export class LedgerDoubt extends Error {
  override readonly name = 'LedgerDoubt'
}

/**
 * Reads the chain. Only its very end may be unfinished (no line end yet): that record was never answered for.
 * Throws LedgerDoubt on a broken chain, on another trust space's ledger and on numbers or times that do not grow.
 */
export function readLedger(contents: Buffer, identity: LedgerIdentity): ReadLedger {
  let genesis: GenesisRecord | undefined
  const signed: Stored[] = []
  let lastHash = NO_PREVIOUS
  let position = 0
  for (let number = 1; ; number += 1) {
    const lineEnd = contents.indexOf(0x0a, position)
    if (lineEnd === -1) break
    const read = readRecord(contents.subarray(position, lineEnd))
    if (typeof read === 'string') throw new LedgerDoubt(`record ${number} is damaged: ${read}`)
    const { hash, record } = read
    if (record.previous !== lastHash)
      throw new LedgerDoubt(`record ${number} does not follow the one before it`)
    if ((record.kind === 'genesis') !== (number === 1))
      throw new LedgerDoubt(`record ${number} is out of place`)
    if (record.kind === 'genesis') {
      assertOwn(record, identity)
      genesis = record
    } else {
      assertGrows(record, signed.at(-1)?.record, number)
      signed.push({ hash, record })
    }
    lastHash = hash
    position = lineEnd + 1
  }
  return { genesis, signed, lastHash, end: position }
}

function assertOwn(genesis: GenesisRecord, identity: LedgerIdentity): void {
  for (const name of ['trustSpace', 'space', 'mode'] as const) {
    if (genesis[name] !== identity[name]) {
      throw new LedgerDoubt(
        `it belongs to ${name} ${JSON.stringify(genesis[name])}, and this signer to ${JSON.stringify(identity[name])}`,
      )
    }
  }
}

function assertGrows(record: SignedRecord, before: SignedRecord | undefined, number: number): void {
  if (before === undefined) return
  if (record.sequence <= before.sequence || Date.parse(record.signedAt) <= Date.parse(before.signedAt)) {
    throw new LedgerDoubt(`record ${number} goes back in number or time`)
  }
}

/**
 * Compares the stored files with the records, byte for byte: each record has its file, each file its record.
 * A file without a record means that the ledger lost its end: bytes take their final name only after the record
 * is durable. Returns whether the last record's file still waits under its first name. Throws LedgerDoubt.
 */
export async function checkStoredFiles(
  signed: readonly Stored[],
  signedDirectory: string,
  pendingFile: string,
): Promise<{ headIsPending: boolean }> {
  const files = new Set((await readdir(signedDirectory)).filter((name) => /^\d+\.xml$/.test(name)))
  let headIsPending = false
  for (const { record } of signed) {
    const name = `${record.sequence}.xml`
    const isHead = record === signed.at(-1)?.record
    if (files.delete(name)) {
      await assertDigest(join(signedDirectory, name), record)
    } else if (isHead) {
      await assertDigest(pendingFile, record)
      headIsPending = true
    } else {
      throw new LedgerDoubt(`the signed list ${record.sequence} is missing`)
    }
  }
  const [orphan] = files
  if (orphan !== undefined)
    throw new LedgerDoubt(`the signed list ${orphan} has no record: the ledger lost its end`)
  return { headIsPending }
}

async function assertDigest(path: string, record: SignedRecord): Promise<void> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new LedgerDoubt(`the signed list ${record.sequence} cannot be read`, { cause })
  })
  if (sha256Hex(bytes) !== record.fileSha256) {
    throw new LedgerDoubt(`the signed list ${record.sequence} is not the one that was signed`)
  }
}
