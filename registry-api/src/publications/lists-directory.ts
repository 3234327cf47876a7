import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ServedRecord } from './publication.ts'

const Record = z.object({
  sequence: z.number().int().positive(),
  signedAt: z.string(),
  digest: z.string(),
  fileSha256: z.string(),
  entryCount: z.number().int(),
  bytes: z.number().int(),
  auditHead: z.object({ seq: z.number().int(), hash: z.string() }).nullable().default(null),
})

/**
 * The files that `distribution` serves (decisions 25): `{sequence}.xml` and `.json`, and `current.json`, which names
 * what is served and is renamed last. Every file appears whole or not at all, and survives a loss of power.
 */
export function listsDirectory(directory: string) {
  return {
    async current(): Promise<ServedRecord | undefined> {
      return readRecord(join(directory, 'current.json'))
    },

    /** Whether the numbered files of a list are there, byte for byte. */
    async holds(record: ServedRecord): Promise<boolean> {
      const written = await readRecord(join(directory, `${record.sequence}.json`))
      if (written === undefined || written.fileSha256 !== record.fileSha256) return false
      const bytes = await readFile(join(directory, `${record.sequence}.xml`)).catch(() => undefined)
      return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === record.fileSha256
    },

    /** The numbers of the lists that have both their files; their bytes are not read. */
    async numbers(): Promise<ReadonlySet<number>> {
      const names = new Set(await readdir(directory).catch(() => []))
      const numbers = [...names].map((name) => Number(/^(\d+)\.xml$/.exec(name)?.[1]))
      return new Set(numbers.filter((number) => names.has(`${number}.json`)))
    },

    async writeList(record: ServedRecord, bytes: Uint8Array): Promise<void> {
      await mkdir(directory, { recursive: true, mode: 0o755 })
      await writeWhole(directory, `${record.sequence}.xml`, bytes)
      await writeWhole(directory, `${record.sequence}.json`, json(record))
    },

    async serve(record: ServedRecord): Promise<void> {
      await writeWhole(directory, 'current.json', json(record))
    },
  }
}

export type ListsDirectory = ReturnType<typeof listsDirectory>

function json(record: ServedRecord): Uint8Array {
  return Buffer.from(`${JSON.stringify(record)}\n`)
}

async function readRecord(path: string): Promise<ServedRecord | undefined> {
  try {
    return Record.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    // Absent or unreadable: either way it is written again.
    return undefined
  }
}

async function writeWhole(directory: string, name: string, bytes: Uint8Array): Promise<void> {
  const aside = join(directory, `.${name}.${process.pid}.part`)
  const file = await open(aside, 'w', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } catch (error) {
    await file.close()
    await unlink(aside).catch(() => undefined)
    throw error
  }
  await file.close()
  await rename(aside, join(directory, name))
  const folder = await open(directory, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
