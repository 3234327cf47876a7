import { mkdtemp, rm } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishOnDisk, putFile, recordText, startListServer } from '../support/list-server.ts'

const DAY = '2026-11-25'
const AT = `${DAY}T10:00:00Z`

export type ListDirectory = Awaited<ReturnType<typeof listDirectory>>

/** A directory of lists in a place of its own, written as registry-api writes it. */
export async function listDirectory() {
  const path = await mkdtemp(join(tmpdir(), 'drim-lists-'))
  const listOf = (sequence: number, text: string, signedAt = AT) => ({
    sequence,
    bytes: Buffer.from(text),
    signedAt,
    entryCount: 3,
  })
  return {
    path,
    put: (name: string, content: string | Buffer): Promise<void> => putFile(path, name, content),
    record: (sequence: number, text: string, signedAt?: string): string =>
      recordText(listOf(sequence, text, signedAt)),
    publish: (sequence: number, text: string, signedAt?: string): Promise<void> =>
      publishOnDisk(path, listOf(sequence, text, signedAt)),
    remove: (): Promise<void> => rm(path, { recursive: true, force: true }),
  }
}

export function startOn(directory: string, pollMs?: number) {
  return startListServer(directory, () => new Date(`${DAY}T10:01:00Z`), 0, pollMs)
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
