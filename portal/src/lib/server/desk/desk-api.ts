import { createHash } from 'node:crypto'
import { type Refused, refusedFrom, unreachable } from './refused.ts'

/** One call, as its bytes will be sent: the step-up is bound to exactly this. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Path and query under the API's address, beginning with `/v1/`. */
  readonly path: string
  readonly ifMatch?: string | undefined
  readonly json?: unknown
  /** A file in place of JSON. */
  readonly bytes?: { readonly type: string; readonly data: Uint8Array<ArrayBuffer>; readonly name?: string }
  readonly idempotencyKey?: string | undefined
  readonly stepUpId?: string | undefined
}

export type Answer<T> =
  | { readonly ok: true; readonly status: number; readonly value: T; readonly etag: string | undefined }
  | { readonly ok: false; readonly refused: Refused }

/** The registry as one signed-in person sees it. Nothing is remembered between two calls; nothing is tried twice. */
export interface DeskApi {
  call<T>(call: Call): Promise<Answer<T>>
  /** The bytes of a document with its headers, as they come. */
  open(path: string): Promise<Response | Refused>
  get<T>(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<Answer<T>>
}

const READ_TIMEOUT_MS = 5000
const WRITE_TIMEOUT_MS = 15_000
/** 200 rows of the longest kind stay below. */
const ANSWER_BYTES_MAX = 4_000_000

/**
 * Speaks to the API in the name of `token`'s person; without a token, of nobody.
 *
 * Never throws: what went wrong is a Refused. The token goes into the Authorization header and nowhere else.
 */
export function createDeskApi(options: {
  readonly apiUrl: string
  readonly fetch: typeof fetch
  readonly token: string | undefined
  /** On whose behalf, for the registry's limits: X-Forwarded-For. */
  readonly forwardedFor: string
}): DeskApi {
  const call = async <T>(wanted: Call): Promise<Answer<T>> => {
    let response: Response
    let text: string
    try {
      const signal = AbortSignal.timeout(wanted.method === 'GET' ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS)
      response = await options.fetch(new URL(wanted.path, options.apiUrl), {
        method: wanted.method,
        redirect: 'error',
        signal,
        headers: headersOf(wanted, options),
        body: wanted.bytes?.data ?? bodyOf(wanted) ?? null,
      })
      if (Number(response.headers.get('content-length') ?? 0) > ANSWER_BYTES_MAX) return refuse(unreachable)
      text = await response.text()
    } catch {
      return refuse(unreachable)
    }
    const json = parsed(text)
    if (!response.ok) return refuse(refusedFrom(response.status, json))
    if (json === undefined && text !== '') return refuse(refusedFrom(502, undefined))
    const etag = response.headers.get('etag') ?? undefined
    return { ok: true, status: response.status, value: json as T, etag }
  }
  return {
    call,
    async open(path) {
      const signal = AbortSignal.timeout(WRITE_TIMEOUT_MS)
      const headers = headersOf({ method: 'GET', path }, options)
      try {
        const init = { redirect: 'error', signal, headers: { ...headers, accept: '*/*' } } as const
        const response = await options.fetch(new URL(path, options.apiUrl), init)
        return response.ok ? response : refusedFrom(response.status, parsed(await response.text()))
      } catch {
        return unreachable
      }
    },
    get: (path, query = {}) => {
      const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] =>
        value === undefined || value === '' ? [] : [[name, String(value)]],
      )
      const search = new URLSearchParams(pairs).toString()
      return call({ method: 'GET', path: search === '' ? path : `${path}?${search}` })
    },
  }
}

/** The body of a call as it is sent; undefined where it has none. */
export function bodyOf({ json }: Pick<Call, 'json'>): string | undefined {
  return json === undefined ? undefined : JSON.stringify(json)
}

/** SHA-256 of the body as sent; of nothing where there is none. */
export function bodySha256(call: Call): string {
  return createHash('sha256')
    .update(call.bytes?.data ?? bodyOf(call) ?? '')
    .digest('hex')
}

function headersOf(
  call: Call,
  { token, forwardedFor }: { readonly token: string | undefined; readonly forwardedFor: string },
): Record<string, string> {
  return {
    accept: 'application/json',
    'x-forwarded-for': forwardedFor,
    'accept-language': 'fr',
    ...(token === undefined ? {} : { authorization: `Session ${token}` }),
    ...(call.bytes !== undefined ? { 'content-type': call.bytes.type } : {}),
    ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
    ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
    ...(call.stepUpId === undefined ? {} : { 'x-step-up': call.stepUpId }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const refuse = (refused: Refused): { ok: false; refused: Refused } => ({ ok: false, refused })
