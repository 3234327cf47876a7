import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS, testClock } from '../support/clock.ts'
import type { HostileProvider } from '../support/hostile-provider.ts'
import { createPeople, type People } from '../support/people.ts'
import { giveProvider, publicApi } from '../support/provider-space.ts'
import { signInThroughProvider, type SignedIn } from '../support/sign-in.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let provider: HostileProvider
let people: People

beforeAll(async () => {
  space = await startTrustSpace({ clock: testClock() })
  provider = await giveProvider(space)
  people = await createPeople(space)
})
afterAll(async () => {
  await people.end()
  await provider.stop()
  await space.stop()
})

const signIn = (sub: string, headers: Readonly<Record<string, string>> = {}): Promise<SignedIn> => {
  provider.next({ sub })
  return signInThroughProvider(publicApi(space, { headers }))
}
const me = (who: Pick<SignedIn, 'headers'>) => space.request('GET', '/v1/me', { as: who })
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const rowOf = async ({ token }: SignedIn) =>
  (await people.sql`SELECT * FROM session WHERE token_sha256 = ${sha256(token)}`)[0]

describe('a session', () => {
  it('has 256 bits, and only their SHA-256 is kept', async () => {
    const { token } = await signIn('alice')
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const rows = await people.sql`SELECT row_to_json(session)::text AS row FROM session`
    expect(rows.some(({ row }) => String(row).includes(sha256(token)))).toBe(true)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('is new at each sign-in: none that a caller brings along is taken over', async () => {
    const planted = await signIn('mallory')
    const victim = await signIn('victim', {
      authorization: planted.headers.authorization,
      cookie: `__Host-session=${planted.token}`,
      'x-session': planted.token,
    })
    expect(victim.token).not.toBe(planted.token)
    expect((await me(planted)).json).toMatchObject({ person: { id: planted.personId } })
    expect((await me(victim)).json).toMatchObject({ person: { id: victim.personId } })
  })

  it('is never read from a cookie, nor from a query', async () => {
    const { token } = await signIn('alice')
    for (const headers of [
      { cookie: `__Host-session=${token}` },
      { cookie: `Authorization=Session ${token}` },
    ])
      expect(await space.request('GET', '/v1/me', { as: 'public', headers })).toMatchObject({
        status: 401,
        json: { code: 'authentication-required' },
      })
    const asked = await space.request('GET', `/v1/me?authorization=Session%20${token}`, { as: 'public' })
    expect(asked.status).toBe(401)
  })

  it.each(['Session made-up-made-up-made-up', 'Session ', 'Bearer SESSION', 'session\tx', 'Basic YTpi'])(
    'is not made up: %j is refused, and never taken for the public',
    async (authorization) => {
      const answer = await space.request('GET', '/v1/status', { as: 'public', headers: { authorization } })
      expect(answer).toMatchObject({ status: 401, json: { code: 'authentication-failed' } })
    },
  )

  it('bears no identity header of its caller', async () => {
    const [alice, bob] = [await signIn('alice'), await signIn('bob')]
    const headers = { 'x-user': bob.personId, 'x-remote-user': bob.personId, 'x-person': bob.personId }
    const { json } = await space.request('GET', '/v1/me', { as: alice, headers })
    expect(json).toMatchObject({ person: { id: alice.personId } })
  })

  it('ends when nobody uses it for 60 minutes, and 30 at the agency', async () => {
    const party = await signIn('party')
    const agent = await signIn('agent')
    const agency = await people.agency()
    await people.sql`INSERT INTO membership (id, version, person_id, organisation_id, roles, state, valid_from, created_at, updated_at)
      VALUES (gen_random_uuid(), 1, ${agent.personId}, ${agency}, '{AR}', 'active', ${space.clock.now()}, ${space.clock.now()}, ${space.clock.now()})`
    const asAgent = await signIn('agent')
    space.clock.advance(30 * MINUTE_MS - 1)
    expect((await me(asAgent)).json).toMatchObject({ isAgency: true })
    space.clock.advance(30 * MINUTE_MS)
    expect(await me(asAgent)).toMatchObject({ status: 401, json: { code: 'authentication-failed' } })
    space.clock.advance(1)
    expect((await me(party)).status).toBe(401)
  })

  it('ends after ten hours, however busy', async () => {
    const busy = await signIn('busy')
    for (let minutes = 0; minutes < 10 * 60 - 50; minutes += 50) {
      space.clock.advance(50 * MINUTE_MS)
      expect((await me(busy)).status).toBe(200)
    }
    space.clock.advance(50 * MINUTE_MS - 1)
    expect((await me(busy)).status).toBe(200)
    space.clock.advance(1)
    expect((await me(busy)).status).toBe(401)
  })

  it('is written to once a minute at most', async () => {
    const alice = await signIn('alice')
    const begun = (await rowOf(alice))?.['last_seen_at'] as Date
    space.clock.advance(MINUTE_MS - 1)
    await me(alice)
    expect((await rowOf(alice))?.['last_seen_at']).toEqual(begun)
    space.clock.advance(1)
    await me(alice)
    expect((await rowOf(alice))?.['last_seen_at']).toEqual(new Date(begun.getTime() + MINUTE_MS))
  })

  it('is no key: keys and the public have no account of their own', async () => {
    expect(await space.request('GET', '/v1/me')).toMatchObject({
      status: 403,
      json: { code: 'right-missing' },
    })
    expect((await space.request('GET', '/v1/sessions', { as: 'public' })).status).toBe(401)
  })
})

describe('one’s own sessions', () => {
  it('are listed while they live, the current one marked, and nobody else’s', async () => {
    const [first, second] = [await signIn('carol'), await signIn('carol')]
    await signIn('dave')
    const { json } = await space.request('GET', '/v1/sessions', { as: second })
    expect(json.items).toMatchObject([{ isCurrent: true }, { isCurrent: false }])
    expect(JSON.stringify(json)).not.toContain(sha256(first.token))
    space.clock.advance(HOUR_MS)
    const third = await signIn('carol')
    expect((await space.request('GET', '/v1/sessions', { as: third })).json.items).toHaveLength(1)
  })

  it('end at once when their person says so', async () => {
    const [first, second] = [await signIn('erin'), await signIn('erin')]
    const { json } = await space.request('GET', '/v1/sessions', { as: second })
    const other = json.items.find(({ isCurrent }) => isCurrent === false)
    expect((await space.request('DELETE', `/v1/sessions/${other?.id}`, { as: second })).status).toBe(204)
    expect((await me(first)).status).toBe(401)
    expect((await space.request('DELETE', '/v1/sessions/current', { as: second })).status).toBe(204)
    expect((await me(second)).status).toBe(401)
    const events = await people.sql`SELECT event FROM audit_event WHERE actor_id = ${second.personId}`
    expect(events).toEqual([{ event: 'session.ended' }, { event: 'session.ended' }])
  })

  it('of somebody else are unknown, like those that never were', async () => {
    const [alice, bob] = [await signIn('alice'), await signIn('bob')]
    const theirs = String((await rowOf(bob))?.['id'])
    const gone = async (id: string) => {
      const { status, text } = await space.request('DELETE', `/v1/sessions/${id}`, { as: alice })
      return [status, text.replaceAll(/urn:request:[\w-]+/g, '')]
    }
    const answer = await gone(theirs)
    expect(answer[0]).toBe(404)
    expect(answer[1]).toContain('session-not-found')
    expect(await gone('0197a000-0000-7000-8000-000000000000')).toEqual(answer)
    expect((await me(bob)).status).toBe(200)
  })
})
