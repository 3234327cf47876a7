import { createHash, randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { idempotencyRefusals } from '../idempotency/idempotency.refusals.ts'
import type { KeptAnswer } from '../idempotency/idempotency.repository.ts'
import { keepAnswer } from '../idempotency/keep-answer.ts'
import { recallAnswer } from '../idempotency/recall-answer.ts'
import type { World } from '../world.ts'
import type { HttpEnvironment } from './environment.ts'
import { isJson } from './request.ts'
import { TransportError } from './transport.ts'

/** `POST /v1/<noun>` creates; `POST /v1/<noun>/<id>/<event>` carries If-Match instead. */
const CREATES = /^\/v1\/[a-z-]+$/
/** What these answer is shown once: it is not kept. */
const ANSWERS_A_SECRET = /^\/v1\/(api-keys|invitations(\/accept)?|bootstrap-codes|sign-ins(\/complete)?)$/
/** Asked and answered within two minutes, and worth nothing without the answer. */
const NEVER_REPEATED = /^\/v1\/step-ups(\/|$)/
// The largest document; a list of 64 MiB is imported by hand, once.
const BODY_BYTES_MAX = 10 * 1024 * 1024
const KEPT_HEADERS = ['content-type', 'etag', 'location'] as const

/**
 * A POST that is sent again under its Idempotency-Key is answered as the first time, for 24 hours, and nothing is done
 * again. Keys belong to their caller and route: those of another person or API key are unknown here.
 *
 * API keys must send one where they create; a person may.
 */
export function idempotent(world: World): MiddlewareHandler<HttpEnvironment> {
  // Of this process; between processes the primary key decides (claim-key.ts).
  const running = new Set<string>()
  return async (c, next) => {
    const { principal } = c.var
    const { path } = c.req
    if (c.req.method !== 'POST' || principal.kind === 'public' || NEVER_REPEATED.test(path)) return next()
    const key = c.req.header('idempotency-key')
    if (key === undefined) {
      if (principal.kind === 'key' && CREATES.test(path)) throw new TransportError('idempotency-key-required')
      return next()
    }
    if (!/^[\x21-\x7e]{8,128}$/.test(key))
      throw new TransportError('request-malformed', {
        reason: 'an Idempotency-Key is 8 to 128 visible ASCII characters',
      })

    const claim = {
      route: `POST ${path}`,
      key,
      requestSha256: await digestOfRequest(c),
      attempt: randomUUID(),
    }
    const name = `${principal.id} ${claim.route} ${key}`
    if (running.has(name)) throw idempotencyRefusals('idempotency-in-progress')
    running.add(name)
    try {
      const isAnswerKept = !ANSWERS_A_SECRET.test(path)
      const kept = await recallAnswer(world, principal, claim, isAnswerKept)
      if (kept !== undefined) return replay(c, kept)
      c.set('principal', { ...principal, idempotency: claim })
      await next()
      if (c.res.ok && isAnswerKept) {
        const answer = await answerOf(c.res)
        // The thing is created and its caller is told so, whatever becomes of our note about it.
        await keepAnswer(world, principal, claim, answer).catch(() => undefined)
      }
    } finally {
      running.delete(name)
    }
  }
}

async function digestOfRequest(c: Context<HttpEnvironment>): Promise<string> {
  // JSON has been read and measured already; what else there is must be read by the route once more.
  const isRead = isJson(c.req.header('content-type'))
  const body = isRead ? new Uint8Array(await c.req.arrayBuffer()) : await readAhead(c)
  const hash = createHash('sha256').update(new URL(c.req.url).search).update('\0')
  return hash.update(body).digest('hex')
}

async function readAhead(c: Context<HttpEnvironment>): Promise<Uint8Array> {
  const { raw } = c.req
  if (raw.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of raw.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > BODY_BYTES_MAX) throw new TransportError('body-too-large', { bytesMax: BODY_BYTES_MAX })
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body: bytes })
  return bytes
}

async function answerOf(response: Response): Promise<KeptAnswer> {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return {
    status: response.status,
    headers: Object.fromEntries(headers),
    body: await response.clone().text(),
  }
}

function replay(c: Context<HttpEnvironment>, { status, headers, body }: KeptAnswer): Response {
  c.header('idempotency-replayed', 'true')
  return c.body(body, status as ContentfulStatusCode, { ...headers })
}
