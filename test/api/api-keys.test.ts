import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resolveCredential } from '../../registry-api/src/accounts/resolve-credential.ts'
import { tellHalfLives, tellSleepingKeys } from '../../registry-api/src/api-keys/periodic.ts'
import { recordChanges } from '../../registry-api/src/audit/record-changes.ts'
import { DAY_MS, MINUTE_MS } from '../support/clock.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let organisation: string
let olga: TestPerson
let otto: TestPerson

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
})
afterAll(async () => {
  await people.end()
  await space.stop()
})
let count = 0
beforeEach(async () => {
  count += 1
  organisation = await people.organisation({ name: `Imagerie ${count}` })
  olga = await people.person('Olga', [{ organisation, roles: ['OA'] }])
  otto = await people.person('Otto', [{ organisation, roles: ['OA'] }])
})

interface CreatedKey {
  readonly id: string
  readonly version: number
  readonly key: string
  readonly prefix: string
}

const body = (over: object = {}) => ({
  organisationId: organisation,
  name: 'serveur',
  scopes: ['read'],
  ...over,
})
const create = (as: TestPerson, over: object = {}) =>
  space.request('POST', '/v1/api-keys', { as, body: body(over) })
const made = async (as: TestPerson = olga, over: object = {}) => {
  const answer = await create(as, over)
  expect([answer.status, answer.text]).toMatchObject([201, expect.any(String)])
  return answer.json as unknown as CreatedKey
}
const bearer = ({ key }: { key: string }) => ({ headers: { authorization: `Bearer ${key}` } })
/** A route that every signed-in caller may use. */
const knock = (key: { key: string }) =>
  space.request('GET', '/v1/drimboxes', { as: 'public', ...bearer(key) })
const list = (as: TestPerson, of = organisation) =>
  space.request('GET', `/v1/api-keys?organisation=${of}`, { as })
const act = (as: TestPerson, method: string, path: string, version = 1) =>
  space.request(method, path, { as, headers: { 'if-match': `"v${version}"` } })
const mailsTo = async (template: string) =>
  people.sql`SELECT body FROM mail WHERE template = ${template} AND recipient = ${organisation} ORDER BY id`

const eventCount = async () => {
  const { json } = await space.request('GET', '/v1/audit-events?limit=1&order=desc')
  return json.items[0]?.['seq'] ?? 0
}
async function expectRefused(status: number, code: string, call: () => Promise<Answer>) {
  const before = await eventCount()
  const { status: given, json } = await call()
  expect([given, json.code]).toEqual([status, code])
  expect(await eventCount()).toBe(before)
}

describe('an API key', () => {
  it('is shown once and kept as a digest; it answers at once', async () => {
    const key = await made()
    expect(key.key).toMatch(/^drim_[0-9a-f]{24}_[A-Za-z0-9_-]{43}$/)
    expect((await knock(key)).status).toBe(200)
    const secret = key.key.slice(-43)
    const dump = await people.sql`SELECT api_key.*::text FROM api_key WHERE id = ${key.id}`
    expect(JSON.stringify(dump)).not.toContain(secret)
    const { text } = await list(olga)
    expect(text).toContain(key.prefix)
    expect(text).not.toContain(secret)
    expect(space.log.join('')).not.toContain(secret)
    const { text: audit } = await space.request('GET', '/v1/audit-events?limit=200&order=desc')
    expect(audit).not.toContain(secret)
  })

  it('lives 90 days by default and 365 at most', async () => {
    const key = await made()
    const { json } = await list(olga)
    expect(json.items[0]).toMatchObject({
      id: key.id,
      state: 'active',
      expiresAt: new Date(space.clock.now().getTime() + 90 * DAY_MS).toISOString(),
    })
    await expectRefused(422, 'request-invalid', () => create(olga, { days: 366 }))
    const short = await made(olga, { days: 1 })
    space.clock.advance(DAY_MS)
    await expectRefused(401, 'authentication-failed', () => knock(short))
    expect((await knock(key)).status).toBe(200)
  })

  it('is one of ten in use at most; a revoked one makes room', async () => {
    const keys = []
    for (let i = 0; i < 9; i += 1) keys.push(await made())
    const answers = await Promise.all([create(olga), create(otto), create(olga)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
    await expectRefused(409, 'api-key-limit', () => create(otto))
    expect((await act(olga, 'DELETE', `/v1/api-keys/${keys[0]!.id}`)).status).toBe(204)
    await made(otto)
  })

  it('once revoked is unknown at the next request; the organisation is told by mail', async () => {
    const key = await made()
    expect((await knock(key)).status).toBe(200)
    expect((await act(otto, 'DELETE', `/v1/api-keys/${key.id}`)).status).toBe(204)
    await expectRefused(401, 'authentication-failed', () => knock(key))
    const [mail, ...others] = await mailsTo('M12')
    expect(others).toEqual([])
    expect(mail?.['body']).toContain(`La clé ${key.prefix} a été révoquée le`)
    expect(mail?.['body']).toContain('par Otto')
    await expectRefused(409, 'api-key-wrong-state', () => act(olga, 'DELETE', `/v1/api-keys/${key.id}`, 2))
    const { json } = await list(olga)
    expect(json.items[0]).toMatchObject({ id: key.id, state: 'revoked' })
  })

  it('is wrong by one character, with another prefix, or with the secret of another key', async () => {
    const [key, other] = [await made(), await made()]
    const last = key.key.at(-1) === 'A' ? 'B' : 'A'
    for (const forged of [
      key.key.slice(0, -1) + last,
      key.key.replace(/^drim_./, 'drim_g'),
      `${key.prefix}_${other.key.slice(-43)}`,
      `${key.prefix}_`,
      key.prefix,
    ])
      await expectRefused(401, 'authentication-failed', () => knock({ key: forged }))
  })

  it('shows when it was last used, written at most once a minute', async () => {
    const key = await made()
    const used = async () => (await list(olga)).json.items[0]!['lastUsedAt']
    expect(await used()).toBeNull()
    const first = space.clock.now().toISOString()
    await knock(key)
    space.clock.advance(MINUTE_MS - 1)
    await knock(key)
    expect(await used()).toBe(first)
    space.clock.advance(1)
    await knock(key)
    expect(await used()).toBe(space.clock.now().toISOString())
  })

  it('sleeps when whoever answers for it leaves, which the organisation is told once, until another adopts it (P example 28)', async () => {
    const key = await made()
    await expectRefused(409, 'api-key-wrong-state', () => act(otto, 'POST', `/v1/api-keys/${key.id}/adopt`))
    await people.sql`UPDATE membership SET state = 'ended' WHERE person_id = ${olga.id}`
    await expectRefused(401, 'authentication-failed', () => knock(key))
    expect((await list(otto)).json.items[0]).toMatchObject({ state: 'asleep', holder: { id: olga.id } })
    const { world } = space.registry
    expect([await tellSleepingKeys(world), await tellSleepingKeys(world)]).toEqual([1, 0])
    expect((await mailsTo('keys-asleep')).map((mail) => mail['body'] as string)).toEqual([
      expect.stringContaining('Olga ne fait plus partie de votre équipe'),
    ])
    const adopted = await act(otto, 'POST', `/v1/api-keys/${key.id}/adopt`)
    expect([adopted.status, adopted.json]).toMatchObject([200, { state: 'active', holder: { id: otto.id } }])
    expect((await knock(key)).status).toBe(200)
    const { json } = await space.request('GET', `/v1/audit-events?subject=${key.id}`)
    expect(json.items.map(({ event }) => event)).toEqual(['api-key.created', 'api-key.adopted'])
  })

  it('past half of its life is told to its organisation, once', async () => {
    const key = await made(olga, { days: 10 })
    const { world } = space.registry
    space.clock.advance(5 * DAY_MS - 1)
    await tellHalfLives(world)
    expect(await mailsTo('key-half-life')).toEqual([])
    space.clock.advance(1)
    expect(await tellHalfLives(world)).toBeGreaterThan(0)
    expect(await tellHalfLives(world)).toBe(0)
    const mails = await mailsTo('key-half-life')
    expect(mails.map((mail) => mail['body'] as string)).toEqual([expect.stringContaining(key.prefix)])
  })

  it('manages no keys, asks for no step-up and decides nothing', async () => {
    const key = await made(olga, { scopes: ['boxes', 'certificates', 'maintenance', 'read', 'runs'] })
    const as = bearer(key)
    const headers = { ...as.headers, 'idempotency-key': 'one-and-the-same' }
    await expectRefused(403, 'right-missing', () =>
      space.request('POST', '/v1/api-keys', { as: 'public', headers, body: body() }),
    )
    await expectRefused(403, 'right-missing', () =>
      space.request('GET', `/v1/api-keys?organisation=${organisation}`, { as: 'public', ...as }),
    )
    await expectRefused(403, 'key-may-not-decide', () =>
      space.request('GET', '/v1/me/authenticators', { as: 'public', ...as }),
    )
    for (const verdict of ['approve', 'refuse'])
      await expectRefused(404, 'decision-not-found', () =>
        space.request('POST', `/v1/decisions/01970000-0000-7000-8000-000000000000/${verdict}`, {
          as: 'public',
          headers: { ...as.headers, 'if-match': '"v1"' },
          body: { reason: 'parce que' },
        }),
      )
  })

  it('acts on behalf of whoever answers for it, which its events say (S3)', async () => {
    const { id, prefix, key } = await made()
    const { world } = space.registry
    const principal = await resolveCredential(
      { ...world, mode: 'demo' },
      {
        kind: 'key',
        prefix: prefix.slice('drim_'.length),
        secretSha256: createHash('sha256').update(key.slice(-43)).digest('hex'),
      },
    )
    expect(principal).toMatchObject({ kind: 'key', id, personId: olga.id })
    const subject = { kind: 'test', id: 'of-a-key' }
    await world.inTransaction(principal!, (tx) =>
      recordChanges(tx, [{ event: 'drimbox.suspended', subject, organisationId: organisation }]),
    )
    const { json } = await space.request('GET', '/v1/audit-events?subject=of-a-key')
    expect(json.items).toMatchObject([{ actor: { kind: 'key', id }, onBehalfOf: olga.id }])
  })

  it('that creates something must send an Idempotency-Key', async () => {
    const key = await made()
    await expectRefused(400, 'idempotency-key-required', () =>
      space.request('POST', '/v1/api-keys', { as: 'public', ...bearer(key), body: body() }),
    )
  })
})

describe('API keys of an organisation', () => {
  it('are its administrators’ to make, and nobody else’s', async () => {
    const omar = await people.person('Omar', [{ organisation, roles: ['OT', 'OS', 'OR'] }])
    const ines = await people.person('Inès', [{ organisation: 'agency', roles: ['AI'] }])
    const foreign = await people.organisation({ name: `Ailleurs ${count}` })
    const zoe = await people.person('Zoé', [{ organisation: foreign, roles: ['OA'] }])
    for (const who of [omar, ines, zoe]) await expectRefused(403, 'right-missing', () => create(who))
    const key = await made()
    const path = `/v1/api-keys/${key.id}`
    for (const who of [omar, ines]) await expectRefused(403, 'right-missing', () => act(who, 'DELETE', path))
    expect((await knock(key)).status).toBe(200)
  })

  it('are read by the agency, without who holds them where that is not its business', async () => {
    await made()
    const arthur = await people.person('Arthur', [{ organisation: 'agency', roles: ['AR'] }])
    const ines = await people.person('Inès', [{ organisation: 'agency', roles: ['AI'] }])
    expect((await list(arthur)).json.items[0]!['holder']).toEqual({ id: olga.id, name: null })
    expect((await list(ines)).json.items[0]!['holder']).toEqual({ id: olga.id, name: 'Olga' })
  })

  it('of another organisation are unknown: the same answer as for what does not exist', async () => {
    const key = await made()
    const foreign = await people.organisation({ name: `Ailleurs ${count}` })
    const zoe = await people.person('Zoé', [{ organisation: foreign, roles: ['OA'] }])
    const headers = { 'if-match': '"v1"', 'x-request-id': 'same-request-id' }
    const nowhere = '01970000-0000-7000-8000-000000000000'
    for (const [method, event] of [
      ['DELETE', ''],
      ['POST', '/adopt'],
    ] as const) {
      const [foreignAnswer, unknown] = await Promise.all(
        [key.id, nowhere].map((id) =>
          space.request(method, `/v1/api-keys/${id}${event}`, { as: zoe, headers }),
        ),
      )
      expect([foreignAnswer!.status, foreignAnswer!.json.code]).toEqual([404, 'api-key-not-found'])
      expect(foreignAnswer!.text).toBe(unknown!.text)
    }
    const listed = await Promise.all([organisation, nowhere].map((of) => list(zoe, of)))
    expect(listed[0]!.status).toBe(listed[1]!.status)
    expect((await knock(key)).status).toBe(200)
  })

  it('are acted on as they were read: 428 without If-Match, 412 with an old one', async () => {
    const key = await made()
    const path = `/v1/api-keys/${key.id}`
    await expectRefused(428, 'if-match-required', () => space.request('DELETE', path, { as: olga }))
    await expectRefused(412, 'version-stale', () => act(olga, 'DELETE', path, 7))
  })

  it('are refused by field where they make no sense', async () => {
    const answer = await create(olga, { name: 'x', scopes: ['all'], days: 0, secret: 'mine' })
    expect(answer.status).toBe(422)
    expect(answer.json.errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/days',
      '/name',
      '/scopes/0',
      '/secret',
    ])
  })
})
