import { z } from 'zod'
import { readReady } from './config.ts'
import { CommandFailure, UsageError } from './errors.ts'
import { readOrUsage } from './files.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
}

export interface RequestOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly timeoutMs?: number
}

/** The registry's HTTP API, spoken to with an administrator's key. */
export interface Api {
  /** Any answer below 400; a problem document or a silent server becomes a CommandFailure. */
  request(path: string, options?: RequestOptions): Promise<Answer>
  /** The same, its JSON body checked against a shape. */
  json<Shape extends z.ZodType>(path: string, shape: Shape, options?: RequestOptions): Promise<z.infer<Shape>>
}

// 100,000 entries are 55 MB; an answer beyond it is refused, whoever gives it.
const ANSWER_BYTES_MAX = 128 * 1024 * 1024
const TIMEOUT_MS = 60_000

/** Options `--api` and `--admin-key-file`, with ready.json of a running instance behind them. */
export async function connectApi(options: { api?: string; 'admin-key-file'?: string }): Promise<Api> {
  const ready = options.api && options['admin-key-file'] ? undefined : await readReady()
  const base = options.api ?? ready?.api
  const keyFile = options['admin-key-file'] ?? ready?.adminKeyFile
  if (base === undefined || keyFile === undefined) {
    throw new UsageError('no running instance was found: give --api URL and --admin-key-file FILE')
  }
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol))
    throw new UsageError(`--api: ${base} is no URL`)
  const key = (await readOrUsage('--admin-key-file', keyFile)).toString('utf8').trim()
  if (!/^[\x21-\x7e]+$/.test(key)) throw new UsageError(`${keyFile} does not hold an API key`)
  return apiAt(base, key)
}

export function apiAt(base: string, key: string): Api {
  async function request(path: string, options: RequestOptions = {}): Promise<Answer> {
    const answer = await fetchBytes(new URL(path, base), {
      ...options,
      headers: { authorization: `Bearer ${key}`, 'accept-language': 'en', ...options.headers },
    })
    if (answer.status < 400) return answer
    throw failureOf(answer)
  }
  return {
    request,
    async json(path, shape, options) {
      const answer = await request(path, options)
      const parsed = shape.safeParse(parseJson(answer.bytes))
      if (parsed.success) return parsed.data
      throw new CommandFailure('answer-unexpected', `${path}: ${z.prettifyError(parsed.error)}`)
    },
  }
}

/** Fetches with limits of time and size. Throws CommandFailure `unreachable` or `answer-too-large`; statuses pass. */
export async function fetchBytes(url: URL, options: RequestOptions = {}): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
      body: options.body === undefined ? null : new Uint8Array(Buffer.from(options.body)),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    })
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of response.body ?? []) {
      length += (chunk as Uint8Array).length
      if (length > ANSWER_BYTES_MAX)
        throw new CommandFailure('answer-too-large', `${url.href} answers without end`)
      chunks.push(chunk as Uint8Array)
    }
    return { status: response.status, headers: response.headers, bytes: Buffer.concat(chunks) }
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new CommandFailure('unreachable', `${url.href} does not answer: ${cause}`)
  }
}

function failureOf({ status, bytes }: Answer): CommandFailure {
  const body = parseJson(bytes)
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const text = (name: string) => (typeof problem[name] === 'string' ? problem[name] : undefined)
  const code = text('code') ?? text('type')?.split('/').at(-1) ?? `http-${status}`
  return new CommandFailure(code, text('detail') ?? text('title') ?? `the API answered ${status}`, {
    status,
    problem,
  })
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
