import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { chooseCoding, etagOf, unchanged } from './negotiation.rules.ts'
import type { Publication } from './served-lists.ts'

// On every answer. The file is public, but it holds support mailboxes: no search engine keeps it (decisions 36).
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const

// Stored by caches, asked again each time: a withdrawal must not wait for a cache, and a 304 costs little.
const STABLE_ADDRESS = 'public, no-cache'
const NUMBERED = 'public, max-age=31536000'

/**
 * Sends a list, or 304 to a client that holds any form of it, or 406 to one that accepts no form.
 * `isNumbered`: the address names this very list for ever.
 */
export function sendPublication(
  request: IncomingMessage,
  response: ServerResponse,
  publication: Publication,
  { isNumbered, now }: { isNumbered: boolean; now: Date },
): void {
  const { record, bodies } = publication
  const signedAt = new Date(record.signedAt)
  const headers = {
    ...SECURITY_HEADERS,
    vary: 'accept-encoding',
    'last-modified': signedAt.toUTCString(),
    'x-whitelist-sequence': record.sequence,
    'x-whitelist-signed-at': record.signedAt,
    'x-whitelist-age': Math.max(0, Math.floor((now.getTime() - signedAt.getTime()) / 1_000)),
    'x-whitelist-file-sha256': record.fileSha256,
  }
  const conditions = {
    ifNoneMatch: request.headers['if-none-match'],
    ifModifiedSince: request.headers['if-modified-since'],
  }
  const held = unchanged(conditions, record.fileSha256, signedAt)
  if (held !== undefined) {
    response
      .writeHead(304, { ...headers, etag: held, 'cache-control': isNumbered ? NUMBERED : STABLE_ADDRESS })
      .end()
    return
  }
  const accepted = request.headers['accept-encoding']
  const coding = chooseCoding(accepted, bodies)
  const body = coding === undefined ? undefined : bodies[coding]
  if (coding === undefined || body === undefined) {
    sendProblem(
      request,
      response,
      406,
      'encoding-not-offered',
      'Sent as br, gzip or identity; every one is refused.',
      {
        vary: 'accept-encoding',
      },
    )
    return
  }
  response.writeHead(200, {
    ...headers,
    etag: etagOf(record.fileSha256, coding),
    'cache-control': isNumbered ? `${NUMBERED}, immutable` : STABLE_ADDRESS,
    'content-type': 'application/xml',
    'content-length': body.length,
    'accept-ranges': 'none',
    ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Sends a small JSON document that is never stored. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: object,
): void {
  send(request, response, status, 'application/json', value, {})
}

/** RFC 9457. Never stored: a 404 of a number that will exist must not outlive the moment. */
export function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const problem = { type: 'about:blank', status, code, detail, instance: `urn:uuid:${randomUUID()}` }
  send(request, response, status, 'application/problem+json', problem, headers)
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  value: object,
  headers: Readonly<Record<string, string>>,
): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'cache-control': 'no-store',
    'content-type': type,
    'content-length': body.length,
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
