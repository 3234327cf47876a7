import { createHash } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDistribution, type Distribution } from '../../registry-api/src/distribution/distribution.ts'
import type { LogEvent } from '../../registry-api/src/distribution/log.ts'

export const DAY = '2026-11-25'

export interface ListDirectory {
  readonly path: string
  /** What registry-api does: the file, its record, then `current.json`, each renamed into place. */
  publish(sequence: number, text: string, signedAt?: string): Promise<void>
  record(sequence: number, text: string, signedAt?: string): string
  put(name: string, content: string | Buffer): Promise<void>
  remove(): Promise<void>
}

export async function listDirectory(): Promise<ListDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'drim-lists-'))
  const put = async (name: string, content: string | Buffer): Promise<void> => {
    await writeFile(join(path, `.${name}.tmp`), content)
    await rename(join(path, `.${name}.tmp`), join(path, name))
  }
  const record = (sequence: number, text: string, signedAt = `${DAY}T10:00:00Z`): string => {
    const sha = createHash('sha256').update(text).digest('hex')
    const bytes = Buffer.byteLength(text)
    return JSON.stringify({ sequence, signedAt, digest: sha, fileSha256: sha, entryCount: 3, bytes })
  }
  return {
    path,
    put,
    record,
    async publish(sequence, text, signedAt) {
      await put(`${sequence}.xml`, text)
      await put(`${sequence}.json`, record(sequence, text, signedAt))
      await put('current.json', record(sequence, text, signedAt))
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

export async function startOn(
  directory: string,
  pollMs = 3_600_000,
): Promise<Distribution & { events: LogEvent[] }> {
  const events: LogEvent[] = []
  const distribution = await startDistribution({
    config: { directory, host: '127.0.0.1', port: 0, pollMs, bytesMax: 50_000_000 },
    clock: () => new Date(`${DAY}T10:01:00Z`),
    log: (event) => events.push(event),
  })
  return Object.assign(distribution, { events })
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One request on a line of its own, with nothing decoded. */
export function ask(
  port: number,
  path: string,
  options: RequestOptions & { body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false, ...options }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      )
    })
    sent.on('error', reject)
    sent.end(options.body)
  })
}
