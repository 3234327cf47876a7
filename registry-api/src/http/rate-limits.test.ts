import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Principal } from '../db/principal.ts'
import type { RateLimits } from '../rate-limits.ts'
import type { HttpEnvironment } from './environment.ts'
import { problemFromError } from './problem.ts'
import { limitAddresses, limitPrincipals } from './rate-limits.ts'
import { nameRequest } from './request.ts'

const limits: RateLimits = {
  perAddress: { burst: 5, perSecond: 1 },
  perPrincipal: { burst: 3, perSecond: 1 },
  sensitive: { burst: 2, perSecond: 0.1 },
  forwarders: ['127.0.0.1'],
}
const none = () => undefined
const log = { info: none, warn: none, error: none }

function build() {
  let now = Date.parse('2026-11-25T10:00:00Z')
  const clock = () => new Date(now)
  let principal: Principal = { kind: 'public', id: 'public', memberships: [] }
  const app = new Hono<HttpEnvironment>()
  app.use(
    nameRequest(() => 'request-id'),
    limitAddresses(limits, clock),
  )
  app.use(async (c, next) => {
    c.set('principal', principal)
    await next()
  })
  app.use(limitPrincipals(limits, clock))
  app.onError(problemFromError(log))
  app.all('*', (c) => c.text('ok'))
  return {
    advance: (ms: number) => (now += ms),
    as: (kind: Principal['kind'], id: string) => (principal = { kind, id, memberships: [] }),
    send: (from: string | undefined, method = 'GET', path = '/v1/operators', headers = {}) =>
      app.request(
        path,
        { method, headers },
        from === undefined ? undefined : { incoming: { socket: { remoteAddress: from } } },
      ),
  }
}

const times = async (count: number, send: () => Response | Promise<Response>) => {
  const statuses: number[] = []
  for (let i = 0; i < count; i += 1) statuses.push((await send()).status)
  return statuses
}

describe('limits of requests', () => {
  it('hold for one address, which is told when to come again, and not for its neighbours', async () => {
    const { send, advance } = build()
    expect(await times(6, () => send('203.0.113.1'))).toEqual([200, 200, 200, 200, 200, 429])
    const refused = await send('203.0.113.1')
    expect(await refused.json()).toMatchObject({
      code: 'too-many-requests',
      status: 429,
      retryAfterSeconds: 1,
    })
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(refused.headers.get('ratelimit')).toBe('"address";r=0;t=1')
    expect(refused.headers.get('ratelimit-policy')).toBe('"address";q=5;w=5')
    expect((await send('203.0.113.2')).status).toBe(200)
    advance(1_000)
    expect(await times(2, () => send('203.0.113.1'))).toEqual([200, 429])
  })

  it('are tighter where something could be guessed, and leave the rest alone', async () => {
    for (const path of [
      '/v1/sign-ins',
      '/v1/sign-ins/complete',
      '/v1/invitations/accept',
      '/v1/step-ups/01970000-0000-7000-8000-000000000000/answer',
      '/v1/me/authenticators',
      '/v1/contacts/01970000-0000-7000-8000-000000000000/verify',
    ]) {
      const { send } = build()
      expect(await times(3, () => send('203.0.113.1', 'POST', path)), path).toEqual([200, 200, 429])
      expect((await send('203.0.113.1', 'POST', '/v1/admissions')).status).toBe(200)
    }
    const { send } = build()
    expect(await times(3, () => send('203.0.113.1', 'GET', '/v1/me/authenticators'))).toEqual([200, 200, 200])
  })

  it('count whoever stands behind the portal, by what the portal alone may say', async () => {
    const { send } = build()
    const through = (peer: string, address: string) => () =>
      send(peer, 'GET', '/v1/operators', { 'x-forwarded-for': address })
    expect((await times(6, through('127.0.0.1', '203.0.113.1'))).at(-1)).toBe(429)
    expect(await times(1, through('127.0.0.1', '203.0.113.2'))).toEqual([200])
    let address = 0
    const liar = () => through('203.0.113.9', `198.51.100.${(address += 1)}`)()
    expect((await times(6, liar)).at(-1)).toBe(429)
  })

  it('hold for a person or key, wherever from; a key is told where it stands', async () => {
    const { send, as } = build()
    as('key', 'one')
    const from = (i: number) => `203.0.113.${i}`
    const first = await send(from(1))
    expect([first.status, first.headers.get('ratelimit')]).toEqual([200, '"principal";r=2;t=1'])
    expect(await times(2, () => send(from(2)))).toEqual([200, 200])
    const refused = await send(from(3))
    expect([refused.status, refused.headers.get('ratelimit')]).toEqual([429, '"principal";r=0;t=1'])
    as('person', 'one')
    const person = await send(from(4))
    expect([person.status, person.headers.get('ratelimit')]).toEqual([200, null])
  })

  it('of the network need a network', async () => {
    const { send } = build()
    expect(new Set(await times(20, () => send(undefined)))).toEqual(new Set([200]))
  })
})
