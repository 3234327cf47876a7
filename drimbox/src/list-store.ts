import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '@trust-space/whitelist/format'
import { z } from 'zod'
import type { WriteFile } from './write-atomically.ts'

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/)
const HeldRecord = z.object({
  signedAt: z.iso.datetime(),
  digest: hexDigest,
  fileSha256: hexDigest,
  etag: z.string().optional(),
  /** What the server said beside the file: informative, nothing signed says it. */
  sequence: z.number().int().optional(),
  verifiedAt: z.iso.datetime(),
})
/** What this box remembers of the newest list it ever accepted. */
export type HeldRecord = z.infer<typeof HeldRecord>

export interface Loaded {
  readonly record: HeldRecord | undefined
  /** `undefined` where the bytes are gone or are not those of the record. */
  readonly bytes: Buffer | undefined
  /** Something was there and could not be read: the memory may be incomplete. */
  readonly damage: string | undefined
}

const RECORD = 'held.json'
// Written before the record: it alone remembers when the disk loses the record, and with it that we never go back.
const MEMORY = 'memory.json'

/** The list held, on disk: `{file sha256}.xml`, and `held.json` that names it, renamed into place last. */
export function listStore({ directory, writeFile }: { directory: string; writeFile: WriteFile }) {
  async function readRecordFile(name: string): Promise<HeldRecord | 'absent' | 'damaged'> {
    const text = await readFile(join(directory, name), 'utf8').catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? undefined : '',
    )
    if (text === undefined) return 'absent'
    try {
      return HeldRecord.parse(JSON.parse(text))
    } catch {
      return 'damaged'
    }
  }

  async function writeRecord(record: HeldRecord): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(record))
    await writeFile(join(directory, MEMORY), bytes)
    await writeFile(join(directory, RECORD), bytes)
  }

  async function loadOnce(): Promise<Loaded> {
    const [record, memory] = await Promise.all([readRecordFile(RECORD), readRecordFile(MEMORY)])
    const known = newest(record, memory)
    const damaged = [record === 'damaged' ? RECORD : '', memory === 'damaged' ? MEMORY : ''].filter(
      (name) => name !== '',
    )
    if (known === undefined) {
      const damage = damaged.length > 0 ? `${damaged.join(' and ')} cannot be read` : undefined
      return { record: undefined, bytes: undefined, damage }
    }
    const bytes = await readFile(join(directory, `${known.fileSha256}.xml`)).catch(() => undefined)
    const isWhole = bytes !== undefined && sha256Hex(bytes) === known.fileSha256
    if (!isWhole) damaged.push(`${known.fileSha256}.xml`)
    return {
      record: known,
      bytes: isWhole ? bytes : undefined,
      damage: damaged.length > 0 ? `${damaged.join(' and ')} cannot be read or is damaged` : undefined,
    }
  }

  return {
    /**
     * Never throws for what it finds: a damaged file is said, never taken for one that is not there. Another process may
     * be replacing the list meanwhile, and takes away the file that the record named a moment ago: then it looks again.
     */
    async load(): Promise<Loaded> {
      let loaded = await loadOnce()
      for (let again = 0; again < 3 && loaded.damage !== undefined; again += 1) {
        const next = await loadOnce()
        if (next.record?.fileSha256 === loaded.record?.fileSha256) return next
        loaded = next
      }
      return loaded
    },
    /** Stores another list; the one before is removed only when the new one is in place. Throws what the disk throws. */
    async replace(record: HeldRecord, bytes: Uint8Array): Promise<void> {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const name = `${record.fileSha256}.xml`
      await writeFile(join(directory, name), bytes)
      await writeRecord(record)
      for (const old of await readdir(directory)) {
        if (old !== name && (old.endsWith('.xml') || old.endsWith('.tmp')))
          await rm(join(directory, old), { force: true })
      }
    },
    /** Stores that the same list was confirmed. */
    confirm: writeRecord,
  }
}
export type ListStore = ReturnType<typeof listStore>

function newest(...records: (HeldRecord | 'absent' | 'damaged')[]): HeldRecord | undefined {
  let best: HeldRecord | undefined
  for (const record of records) {
    if (typeof record === 'string') continue
    if (best === undefined || new Date(record.signedAt) > new Date(best.signedAt)) best = record
  }
  return best
}
