import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { HttpEnvironment } from './environment.ts'
import { TransportError } from './transport.ts'

/**
 * Token → principal, or 401. No token is the public; a wrong one is never taken for none.
 * Only the Authorization header counts, never a cookie (decisions 53).
 */
export function authenticate(adminKeySha256: string): MiddlewareHandler<HttpEnvironment> {
  const expected = Buffer.from(adminKeySha256, 'hex')
  return async (c, next) => {
    const header = c.req.header('authorization')
    if (header !== undefined) {
      const key = /^Bearer ([\x21-\x7e]{16,512})$/i.exec(header)?.[1]
      const digest = createHash('sha256')
        .update(key ?? '')
        .digest()
      if (key === undefined || !timingSafeEqual(digest, expected))
        throw new TransportError('authentication-failed')
      c.set('principal', { kind: 'administrator', id: 'admin-key', requestId: c.var.requestId })
    }
    await next()
  }
}

/** For routes of the agency. 401, not 404: that these routes exist is public (openapi.json). */
export const administratorsOnly: MiddlewareHandler<HttpEnvironment> = async (c, next) => {
  if (c.var.principal.kind !== 'administrator') throw new TransportError('authentication-required')
  await next()
}
