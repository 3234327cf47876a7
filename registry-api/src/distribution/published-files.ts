import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/)

/** What registry-api writes beside each list, and as `current.json` for the one that is served. */
const PublishedRecord = z.object({
  sequence: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  // It becomes a header: nothing but a time may stand there.
  signedAt: z.iso.datetime(),
  digest: hexDigest,
  fileSha256: hexDigest,
  entryCount: z.number().int().min(0),
  bytes: z.number().int().min(1),
})
export type PublishedRecord = z.infer<typeof PublishedRecord>

export type DoubtCode =
  | 'directory-unreadable'
  | 'record-unreadable'
  | 'record-missing'
  | 'file-missing'
  | 'file-mismatch'
  | 'too-large'
  | 'sequence-went-back'
  | 'content-changed'

/** The directory does not hold what it should. What is served already goes on being served. */
export class DirectoryDoubt extends Error {
  override readonly name = 'DirectoryDoubt'
  readonly code: DoubtCode
  readonly detail: string
  constructor(code: DoubtCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

// Six short members; a megabyte under this name is not a record.
const RECORD_BYTES_MAX = 16_384

/** Reads `current.json` or `{sequence}.json`. `undefined` where there is none; throws DirectoryDoubt where it is no record. */
export async function readRecord(directory: string, name: string): Promise<PublishedRecord | undefined> {
  const bytes = await readWhole(join(directory, name), RECORD_BYTES_MAX)
  if (bytes === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new DirectoryDoubt('record-unreadable', `${name} is not JSON`)
  }
  const parsed = PublishedRecord.safeParse(value)
  if (!parsed.success)
    throw new DirectoryDoubt('record-unreadable', `${name}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** The bytes that a record names, only if they are those very bytes. Throws DirectoryDoubt. */
export async function readPublishedFile(
  directory: string,
  record: PublishedRecord,
  bytesMax: number,
): Promise<Buffer> {
  const name = `${record.sequence}.xml`
  if (record.bytes > bytesMax)
    throw new DirectoryDoubt('too-large', `${name}: ${record.bytes} bytes, ${bytesMax} allowed`)
  const bytes = await readWhole(join(directory, name), record.bytes)
  if (bytes === undefined)
    throw new DirectoryDoubt('file-missing', `${name} is named by its record and not there`)
  if (bytes.length !== record.bytes) {
    throw new DirectoryDoubt(
      'file-mismatch',
      `${name} has ${bytes.length} bytes, its record says ${record.bytes}`,
    )
  }
  if (createHash('sha256').update(bytes).digest('hex') !== record.fileSha256) {
    throw new DirectoryDoubt('file-mismatch', `${name} has another SHA-256 than its record says`)
  }
  return bytes
}

/** Reads a regular file, never through a link, never more than `bytesMax`; `undefined` where there is none. */
async function readWhole(path: string, bytesMax: number): Promise<Buffer | undefined> {
  let file: FileHandle | undefined
  try {
    // Not through a link: the directory is what was written there, and a pipe would hang the reader for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const { size } = await file.stat()
    if (size > bytesMax)
      throw new DirectoryDoubt('file-mismatch', `${path} has ${size} bytes, at most ${bytesMax} expected`)
    return await file.readFile()
  } catch (error) {
    if (error instanceof DirectoryDoubt) throw error
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return undefined
    throw new DirectoryDoubt('directory-unreadable', `${path} cannot be read (${code ?? String(error)})`)
  } finally {
    await file?.close()
  }
}
