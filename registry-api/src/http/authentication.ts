import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Credential } from '../accounts/resolve-credential.ts'
import type { Principal } from '../db/principal.ts'
import type { HttpEnvironment } from './environment.ts'
import { TransportError } from './transport.ts'

export interface Authentication {
  /** Hex SHA-256 of the instance's own key. */
  readonly operationsKeySha256: string
  readonly mode: 'demo' | 'real'
  /** Who bears a session or an API key; undefined: nobody, or no longer. */
  readonly resolve: (credential: Credential) => Promise<Principal | undefined>
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()

/**
 * Token → principal, or 401. No token is the public; a wrong one is never taken for none.
 * Only the Authorization header counts, never a cookie (decisions 53), and no header that names a person.
 */
export function authenticate(deps: Authentication): MiddlewareHandler<HttpEnvironment> {
  const expected = Buffer.from(deps.operationsKeySha256, 'hex')
  return async (c, next) => {
    const header = c.req.header('authorization')
    if (header === undefined) return next()
    const { requestId } = c.var
    const [, scheme = '', token = ''] = /^(Bearer|Session) ([\x21-\x7e]{16,512})$/i.exec(header) ?? []
    const apiKey = /^drim_([A-Za-z0-9]{8,32})_([A-Za-z0-9_-]{43})$/.exec(token)
    let principal: Principal | undefined
    if (/^session$/i.test(scheme)) {
      principal = await deps.resolve({ kind: 'session', tokenSha256: sha256(token).toString('hex') })
    } else if (apiKey !== null) {
      principal = await deps.resolve({
        kind: 'key',
        prefix: apiKey[1]!,
        secretSha256: sha256(apiKey[2]!).toString('hex'),
      })
    } else if (timingSafeEqual(sha256(token), expected)) {
      principal = { kind: 'operations', id: 'operations-key', memberships: [], mode: deps.mode }
    }
    if (principal === undefined) throw new TransportError('authentication-failed')
    c.set('principal', { ...principal, requestId })
    return next()
  }
}

/** For whatever is not public. 401, not 404: that these routes exist is public (openapi.json). */
export const signedIn: MiddlewareHandler<HttpEnvironment> = async (c, next) => {
  if (c.var.principal.kind === 'public') throw new TransportError('authentication-required')
  await next()
}
