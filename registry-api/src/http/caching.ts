import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { HttpEnvironment } from './environment.ts'
import { TransportError } from './transport.ts'

/** Strong ETag of a row: its version (decisions 38). */
export function etagOf(row: { readonly version: number }): string {
  return `"v${row.version}"`
}

/**
 * The version the caller has read, out of If-Match. Throws 428 where it is absent. What is no ETag of ours is a
 * version nobody has: the act then answers 412.
 */
export function expectedVersion(c: Context<HttpEnvironment>): number {
  const header = c.req.header('if-match')
  if (header === undefined) throw new TransportError('if-match-required')
  return versionOf(header)
}

/** The version in an If-Match; 0 where it is none of ours. */
export function versionOf(header: string | undefined): number {
  return Number(/^"v(\d{1,9})"$/.exec(header?.trim() ?? '')?.[1] ?? 0)
}

/**
 * Lets anybody keep this answer for `maxAgeSeconds`, under an ETag of its bytes. True where the caller holds these very
 * bytes: the route then answers 304.
 */
export function isHeldByCaller(c: Context<HttpEnvironment>, body: unknown, maxAgeSeconds: number): boolean {
  const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32)}"`
  c.header('etag', etag)
  c.header('cache-control', `public, max-age=${maxAgeSeconds}`)
  const held = c.req.header('if-none-match')
  return held === '*' || (held?.split(',') ?? []).some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

/** Declares If-Match in a contract. It is checked by expectedVersion, which has a status of its own for its absence. */
export const ifMatchHeader = z.object({
  'if-match': z
    .string()
    .optional()
    .openapi({ description: 'ETag of what was read; required', example: '"v3"' }),
})
