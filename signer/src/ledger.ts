import { open, readFile, rename, rm, stat, truncate, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '@trust-space/whitelist/format'
import type { Clock } from './clock.ts'
import { causeOf, SigningRefusal } from './errors.ts'
import type { PastSignature } from './guard-rails.ts'
import {
  checkStoredFiles,
  readLedger,
  type LedgerIdentity,
  type ReadLedger,
  type Stored,
} from './ledger-check.ts'
import { lockLedger, type LedgerLock } from './ledger-lock.ts'
import { writeRecord, type LedgerRecord, type SignedRecord } from './ledger-record.ts'
import { ensurePrivateDirectory } from './private-file.ts'

export type NewSignature = Omit<SignedRecord, 'kind' | 'previous' | 'fileSha256'>

/**
 * What was signed, for ever: `ledger.log`, hash-chained records, and `signed/<sequence>.xml` beside it.
 *
 * The order of one signature makes every crash readable: bytes to `pending.xml`, synced; record, synced; only then
 * the bytes get their final name, and only then is anybody answered. So a file without a record, or a record
 * without its file, is never a crash: the ledger is then in doubt, and nothing more is signed or changed.
 */
export class Ledger {
  readonly #directory: string
  readonly #lock: LedgerLock
  readonly #stored: Stored[] = []
  readonly #bySequence = new Map<number, Stored>()
  readonly #history: PastSignature[] = []
  readonly #usedApprovals = new Set<string>()
  #file: FileHandle | undefined
  #end = 0
  #lastHash = ''
  #doubt: string | undefined

  private constructor(directory: string, lock: LedgerLock) {
    this.#directory = directory
    this.#lock = lock
  }

  /**
   * Opens or initialises the ledger of one trust space, space and mode. An incomplete last record is cut; any
   * other doubt leaves everything as it is and opens read-only. StartFaults: ledger-unsafe, ledger-in-use.
   */
  static async open(directory: string, identity: LedgerIdentity, clock: Clock): Promise<Ledger> {
    await ensurePrivateDirectory('ledger-unsafe', 'SIGNER_LEDGER_DIR', directory)
    await ensurePrivateDirectory('ledger-unsafe', 'SIGNER_LEDGER_DIR', join(directory, 'signed'))
    const ledger = new Ledger(directory, await lockLedger(directory))
    try {
      await ledger.#load(identity, clock)
    } catch (error) {
      ledger.putInDoubt(causeOf(error))
    }
    return ledger
  }

  /** Why nothing can be signed, or undefined. */
  get doubt(): string | undefined {
    return this.#doubt
  }

  get head(): Stored | undefined {
    return this.#stored.at(-1)
  }

  get history(): readonly PastSignature[] {
    return this.#history
  }

  find(sequence: number): Stored | undefined {
    return this.#bySequence.get(sequence)
  }

  isApprovalUsed(id: string): boolean {
    return this.#usedApprovals.has(id)
  }

  /** From here on nothing is signed; only a start that finds everything in order ends it. */
  putInDoubt(reason: string): void {
    this.#doubt ??= reason
  }

  assertTrusted(): void {
    if (this.#doubt !== undefined) {
      throw new SigningRefusal(
        'ledger-in-doubt',
        `The ledger cannot be believed, nothing is signed: ${this.#doubt}.`,
      )
    }
  }

  /** The bytes that were signed under a known number. Bytes that changed since put the ledger in doubt. */
  async readSigned(stored: Stored): Promise<Uint8Array> {
    const { sequence, fileSha256 } = stored.record
    const bytes = await readFile(this.#signedFile(sequence)).catch(() => undefined)
    if (bytes === undefined || sha256Hex(bytes) !== fileSha256) {
      this.putInDoubt(`the signed list ${sequence} is missing or not the one that was signed`)
      this.assertTrusted()
    }
    return bytes ?? new Uint8Array()
  }

  /** Makes a signature durable. Refuses with ledger-unwritable (nothing happened) or ledger-in-doubt. */
  async append(signature: NewSignature, bytes: Uint8Array): Promise<Stored> {
    this.assertTrusted()
    const record: SignedRecord = {
      kind: 'signed',
      ...signature,
      fileSha256: sha256Hex(bytes),
      previous: this.#lastHash,
    }
    let stored: Stored
    try {
      await this.#writePending(bytes)
      stored = { hash: await this.#writeRecord(record), record }
    } catch (error) {
      // What was not recorded was not signed, and a full disk needs the room.
      if (this.#doubt === undefined) await rm(this.#pendingFile, { force: true }).catch(() => undefined)
      throw error
    }
    this.#remember(stored)
    try {
      await this.#giveFinalName(record.sequence)
    } catch (error) {
      // The record stands, so the next start finishes this; until then the two do not agree.
      this.putInDoubt(`the signed list ${record.sequence} did not get its final name: ${causeOf(error)}`)
      this.assertTrusted()
    }
    return stored
  }

  async close(): Promise<void> {
    this.putInDoubt('the signer is stopping')
    await this.#file?.close()
    this.#lock.release()
  }

  async #load(identity: LedgerIdentity, clock: Clock): Promise<void> {
    const path = join(this.#directory, 'ledger.log')
    const contents = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0)
      throw error
    })
    const read = readLedger(contents, identity)
    const { headIsPending } = await checkStoredFiles(
      read.signed,
      join(this.#directory, 'signed'),
      this.#pendingFile,
    )
    // From here on the ledger is believed; before this line nothing was touched.
    if (read.end < contents.length) await truncate(path, read.end)
    this.#file = await open(path, 'a', 0o600)
    await this.#file.sync()
    this.#restore(read)
    const head = this.head
    if (headIsPending && head !== undefined) await this.#giveFinalName(head.record.sequence)
    await rm(this.#pendingFile, { force: true })
    if (read.genesis === undefined) {
      const createdAt = clock().toISOString()
      await this.#writeRecord({ kind: 'genesis', format: 1, ...identity, createdAt, previous: read.lastHash })
      await syncDirectory(this.#directory)
    }
  }

  #restore(read: ReadLedger): void {
    this.#end = read.end
    this.#lastHash = read.lastHash
    for (const stored of read.signed) this.#remember(stored)
  }

  #remember(stored: Stored): void {
    const { sequence, signedAt, lines, gone, approvals } = stored.record
    this.#stored.push(stored)
    this.#bySequence.set(sequence, stored)
    this.#history.push({ signedAt: new Date(signedAt), lines, gone })
    for (const { id } of approvals) this.#usedApprovals.add(id)
  }

  async #writePending(bytes: Uint8Array): Promise<void> {
    try {
      const pending = await open(this.#pendingFile, 'w', 0o600)
      try {
        await pending.writeFile(bytes)
        await pending.sync()
      } finally {
        await pending.close()
      }
      await syncDirectory(this.#directory)
    } catch (cause) {
      throw new SigningRefusal('ledger-unwritable', `The signed list cannot be stored: ${causeOf(cause)}.`, {
        cause,
      })
    }
  }

  async #writeRecord(record: LedgerRecord): Promise<string> {
    const { hash, line } = writeRecord(record)
    const file = this.#file
    const path = join(this.#directory, 'ledger.log')
    if (file === undefined || (await sizeOf(path)) !== this.#end || (await file.stat()).size !== this.#end) {
      this.putInDoubt('another hand wrote in it while this signer was running')
      this.assertTrusted()
    }
    try {
      await file?.appendFile(line)
    } catch (cause) {
      await this.#takeBack(file, cause)
      throw new SigningRefusal('ledger-unwritable', `The ledger cannot be written: ${causeOf(cause)}.`, {
        cause,
      })
    }
    try {
      await file?.sync()
    } catch (error) {
      // After a failed sync the system may show bytes that are not on the disk: only a new start can tell.
      this.putInDoubt(`a record may not have reached the disk: ${causeOf(error)}`)
      this.assertTrusted()
    }
    this.#end += line.length
    this.#lastHash = hash
    return hash
  }

  // A disk that filled up leaves part of a record; it goes, so that the next one follows the last complete one.
  async #takeBack(file: FileHandle | undefined, cause: unknown): Promise<void> {
    try {
      await file?.truncate(this.#end)
      await file?.sync()
    } catch {
      this.putInDoubt(`part of a record cannot be taken back after: ${causeOf(cause)}`)
    }
  }

  async #giveFinalName(sequence: number): Promise<void> {
    await rename(this.#pendingFile, this.#signedFile(sequence))
    await syncDirectory(join(this.#directory, 'signed'))
    await syncDirectory(this.#directory)
  }

  get #pendingFile(): string {
    return join(this.#directory, 'pending.xml')
  }

  #signedFile(sequence: number): string {
    return join(this.#directory, 'signed', `${sequence}.xml`)
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => -1,
  )
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
