import type { Context, MiddlewareHandler } from 'hono'
import type { Clock } from '../clock.ts'
import type { Rate, RateLimits } from '../rate-limits.ts'
import { callerAddress, networkOf } from './caller-address.ts'
import type { HttpEnvironment } from './environment.ts'
import { createTokenBuckets, type Allowance } from './token-bucket.ts'
import { TransportError } from './transport.ts'

/** A code, a token or a signature could be guessed here, or a stranger's time be wasted. */
const SENSITIVE =
  /^\/v1\/((sign-ins|invitations|step-ups|bootstrap-codes|me\/authenticators)(\/|$)|contacts\/[^/]+\/(verify|send-code)$)/

/**
 * Limits by address, before anybody is asked who they are: a wrong token costs a look into the database. Addresses live
 * in memory and nowhere else (decisions 36). Throws 429 `too-many-requests`.
 */
export function limitAddresses(limits: RateLimits, clock: Clock): MiddlewareHandler<HttpEnvironment> {
  const all = createTokenBuckets(limits.perAddress)
  const sensitive = createTokenBuckets(limits.sensitive)
  return async (c, next) => {
    const address = callerAddress(c, limits.forwarders)
    if (address !== undefined) {
      const name = networkOf(address)
      const now = clock().getTime()
      admit(c, 'address', limits.perAddress, all.take(name, now))
      if (c.req.method !== 'GET' && SENSITIVE.test(c.req.path))
        admit(c, 'sensitive', limits.sensitive, sensitive.take(name, now))
    }
    await next()
  }
}

/** Limits by person and by API key, once it is known who asks. Throws 429 `too-many-requests`. */
export function limitPrincipals(limits: RateLimits, clock: Clock): MiddlewareHandler<HttpEnvironment> {
  const buckets = createTokenBuckets(limits.perPrincipal)
  return async (c, next) => {
    const { kind, id } = c.var.principal
    if (kind !== 'person' && kind !== 'key') return next()
    const allowance = buckets.take(`${kind} ${id}`, clock().getTime())
    admit(c, 'principal', limits.perPrincipal, allowance)
    await next()
    // A program that calls often may want to slow down before it must.
    if (kind === 'key') say(c, 'principal', limits.perPrincipal, allowance)
  }
}

function admit(c: Context<HttpEnvironment>, name: string, rate: Rate, allowance: Allowance): void {
  if (allowance.isAllowed) return
  say(c, name, rate, allowance)
  c.header('retry-after', String(allowance.resetSeconds))
  throw new TransportError('too-many-requests', { retryAfterSeconds: allowance.resetSeconds })
}

/** RateLimit fields (draft-ietf-httpapi-ratelimit-headers-10). */
function say(c: Context, name: string, rate: Rate, { remaining, resetSeconds }: Allowance): void {
  c.header('ratelimit-policy', `"${name}";q=${rate.burst};w=${Math.ceil(rate.burst / rate.perSecond)}`)
  c.header('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`)
}
