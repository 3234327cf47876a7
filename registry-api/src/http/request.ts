import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { PUBLIC } from '../db/principal.ts'
import type { Log } from '../log.ts'
import type { HttpEnvironment } from './environment.ts'
import { inspectJson } from './json-text.ts'
import { TransportError } from './transport.ts'

/** Names the request, for its problem document, its audit events and our log: the caller's id if it is a decent one. */
export function nameRequest(newId: () => string): MiddlewareHandler<HttpEnvironment> {
  return async (c, next) => {
    const given = c.req.header('x-request-id')
    const requestId = given !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : newId()
    c.set('requestId', requestId)
    c.set('language', preferredLanguage(c.req.header('accept-language')))
    c.set('principal', PUBLIC)
    await next()
    c.header('x-request-id', requestId)
  }
}

/** `fr` where it is preferred to `en`; otherwise `en`. */
export function preferredLanguage(header: string | undefined): 'en' | 'fr' {
  const weight = { en: 0, fr: 0 }
  for (const range of (header ?? '').slice(0, 256).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
    const language = tag.split('-')[0]
    if (language !== 'en' && language !== 'fr') continue
    const q = parameters.map((parameter) => /^\s*q=([01](?:\.\d{1,3})?)$/.exec(parameter)?.[1]).find(Boolean)
    weight[language] = Math.max(weight[language], Number(q ?? 1))
  }
  return weight.fr > weight.en ? 'fr' : 'en'
}

/** Answers are data: never sniffed, framed, or kept unless the route says how long. */
export const protectAnswers: MiddlewareHandler<HttpEnvironment> = async (c, next) => {
  await next()
  c.header('x-content-type-options', 'nosniff')
  // A route may be stricter (a file to save), never laxer: what it sets holds default-src 'none' too.
  if (!c.res.headers.has('content-security-policy'))
    c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  c.header('referrer-policy', 'no-referrer')
  c.header('cross-origin-resource-policy', 'same-site')
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
}

/** One line for each request: its route as declared, never its query, nor where it came from (decisions 36). */
export function logRequests(log: Log): MiddlewareHandler<HttpEnvironment> {
  return async (c, next) => {
    const begun = performance.now()
    await next()
    log.info('request', {
      requestId: c.var.requestId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - begun),
    })
  }
}

/** What limitJson has read, and measured. */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/([a-z.-]+\+)?json\b/i.test(contentType ?? '')
}

const JSON_BYTES_MAX = 256 * 1024
const JSON_DEPTH_MAX = 32

/** Bodies of JSON: at most 256 KiB and 32 levels (decisions 55). Other bodies are limited by the routes that take them. */
export const limitJson: MiddlewareHandler<HttpEnvironment> = async (c, next) => {
  if (c.req.raw.body === null || !isJson(c.req.header('content-type'))) return next()
  return limitJsonBytes(c, async () => {
    const fault = inspectJson(decode(await c.req.arrayBuffer()), JSON_DEPTH_MAX)
    if (fault?.is === 'too-deep') throw new TransportError('json-too-deep')
    if (fault?.is === 'duplicate')
      throw new TransportError('json-duplicate-member', { pointer: fault.pointer })
    if (fault?.is === 'lone-surrogate')
      throw new TransportError('json-lone-surrogate', { pointer: fault.pointer })
    await next()
  })
}

/** Bytes that are no UTF-8 would silently become other characters. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new TransportError('request-malformed', { reason: 'the body is not UTF-8' })
  }
}

const limitJsonBytes: MiddlewareHandler<HttpEnvironment> = bodyLimit({
  maxSize: JSON_BYTES_MAX,
  onError: () => {
    throw new TransportError('body-too-large', { bytesMax: JSON_BYTES_MAX })
  },
})
