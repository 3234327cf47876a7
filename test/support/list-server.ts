import { createHash } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Distribution, startDistribution } from '../../registry-api/src/distribution/distribution.ts'
import type { LogEvent } from '../../registry-api/src/distribution/log.ts'

/** Starts the product's distribution on a directory, in this process, with no poll of its own unless asked. */
export async function startListServer(
  directory: string,
  clock: () => Date,
  port = 0,
  pollMs = 3_600_000,
): Promise<Distribution & { readonly events: readonly LogEvent[] }> {
  const events: LogEvent[] = []
  const config = { directory, host: '127.0.0.1', port, pollMs, bytesMax: 50_000_000 }
  return Object.assign(await startDistribution({ config, clock, log: (event) => events.push(event) }), {
    events,
  })
}

export interface ListOnDisk {
  readonly sequence: number
  readonly bytes: Uint8Array
  readonly signedAt: Date | string
  readonly entryCount: number
}

/** What registry-api writes beside a list, as text. `digest` is no more than a digest here: nobody reads it back. */
export function recordText({ sequence, bytes, signedAt, entryCount }: ListOnDisk): string {
  const sha = createHash('sha256').update(bytes).digest('hex')
  const time = typeof signedAt === 'string' ? signedAt : signedAt.toISOString()
  return JSON.stringify({
    sequence,
    signedAt: time,
    digest: sha,
    fileSha256: sha,
    entryCount,
    bytes: bytes.length,
  })
}

/** Puts one file into place as registry-api does: written aside, then renamed. */
export async function putFile(directory: string, name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(directory, `.${name}.tmp`), content)
  await rename(join(directory, `.${name}.tmp`), join(directory, name))
}

/** Publishes a list: the file, its record, then `current.json`, which makes it the one that is served. */
export async function publishOnDisk(directory: string, list: ListOnDisk): Promise<void> {
  await putFile(directory, `${list.sequence}.xml`, list.bytes)
  await putFile(directory, `${list.sequence}.json`, recordText(list))
  await putFile(directory, 'current.json', recordText(list))
}
