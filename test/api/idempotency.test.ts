import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordChanges } from '../../registry-api/src/audit/record-changes.ts'
import { eraseOldAnswers } from '../../registry-api/src/idempotency/erase-old-answers.ts'
import { DAY_MS, MINUTE_MS } from '../support/clock.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { startTrustSpace, type Registry, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let olga: TestPerson
let zoe: TestPerson

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  const [here, there] = [
    await people.organisation({ name: 'Imagerie du Léman' }),
    await people.organisation({ name: 'Téléimagerie Ouest' }),
  ]
  olga = await people.person('Olga', [{ organisation: here, roles: ['OA'] }])
  zoe = await people.person('Zoé', [{ organisation: there, roles: ['OA'] }])
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

let keys = 0
const newKey = () => `key-${(keys += 1).toString().padStart(8, '0')}`
const register = (key: string, name: string, more: Record<string, string> = {}) =>
  space.request('POST', '/v1/operators', { body: { name }, headers: { 'idempotency-key': key, ...more } })

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n%${text}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n`)
const upload = (as: TestPerson, key: string, bytes: Uint8Array) =>
  space.request('POST', '/v1/documents?purpose=power', {
    as,
    bytes,
    headers: { 'content-type': 'application/pdf', 'idempotency-key': key },
  })

const lastSeq = async () => {
  const { json } = await space.request('GET', '/v1/audit-events?limit=1&order=desc')
  return Number(json.items[0]?.['seq'] ?? 0)
}

describe('a creation sent again under its Idempotency-Key', () => {
  it('is answered as the first time, and nothing is created twice', async () => {
    const key = newKey()
    const first = await register(key, 'Radiologie A')
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null])
    const before = await lastSeq()
    space.clock.advance(DAY_MS - MINUTE_MS)
    const again = await register(key, 'Radiologie A')
    expect(again.text).toBe(first.text)
    for (const header of ['content-type', 'etag', 'location'])
      expect(again.headers.get(header)).toBe(first.headers.get(header))
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(await lastSeq()).toBe(before)
  })

  it('with another body, or another query, is refused', async () => {
    const key = newKey()
    await register(key, 'Radiologie B')
    const before = await lastSeq()
    const other = await register(key, 'Radiologie B bis')
    expect([other.status, other.json.code]).toEqual([422, 'idempotency-key-reused'])
    const query = await space.request('POST', '/v1/operators?x=1', {
      body: { name: 'Radiologie B' },
      headers: { 'idempotency-key': key },
    })
    expect([query.status, query.json.code]).toEqual([422, 'idempotency-key-reused'])
    expect(await lastSeq()).toBe(before)
  })

  it('that was refused the first time is tried again', async () => {
    const key = newKey()
    await register(newKey(), 'Radiologie C')
    const refused = await register(key, 'Radiologie C')
    expect(refused.status).toBe(409)
    expect((await register(key, 'Radiologie C2')).status).toBe(201)
  })

  it('a day later is a new one', async () => {
    const key = newKey()
    await register(key, 'Radiologie D')
    space.clock.advance(DAY_MS)
    const again = await register(key, 'Radiologie D2')
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, null])
    const replayed = await register(key, 'Radiologie D2')
    expect([replayed.text, replayed.headers.get('idempotency-replayed')]).toEqual([again.text, 'true'])
  })

  it('twenty times at once is created once; the others wait or are answered as the first', async () => {
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(key, 'Radiologie E')))
    const outcomes = answers.map(({ status, json, headers }) =>
      status === 201 ? (headers.get('idempotency-replayed') ?? 'made') : json.code,
    )
    expect(outcomes.filter((outcome) => outcome === 'made')).toHaveLength(1)
    const known = ['made', 'true', 'idempotency-in-progress']
    expect(outcomes.filter((outcome) => !known.includes(outcome))).toEqual([])
    const [row] =
      await people.sql`SELECT count(*)::int AS many FROM organisation WHERE legal_name = 'Radiologie E'`
    expect(row?.['many']).toBe(1)
  })

  it('at two processes at once is created once, whatever either of them knows', async () => {
    const other: Registry = await space.startAnotherRegistry()
    try {
      const key = newKey()
      const call = async (app: Registry['app'], name: string) =>
        app.request('/v1/documents?purpose=power', {
          method: 'POST',
          headers: { ...olga.headers, 'content-type': 'application/pdf', 'idempotency-key': key },
          body: pdf(name),
        })
      const answers = await Promise.all(
        [space.registry.app, other.app, space.registry.app, other.app].map((app) => call(app, 'deux')),
      )
      const statuses = answers.map(({ status }) => status)
      expect(statuses).toContain(201)
      expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([])
      const [row] =
        await people.sql`SELECT count(*)::int AS many FROM document WHERE uploaded_by = ${olga.id}`
      expect(row?.['many']).toBe(1)
    } finally {
      await other.database.close()
    }
  })

  it('of another organisation is another one: the key is theirs, and tells nothing of ours', async () => {
    const key = newKey()
    const ours = await upload(olga, key, pdf('à nous'))
    expect([ours.status, ours.text]).toMatchObject([201, expect.any(String)])
    const theirs = await upload(zoe, key, pdf('à eux'))
    expect([theirs.status, theirs.headers.get('idempotency-replayed')]).toEqual([201, null])
    expect(theirs.json.id).not.toBe(ours.json.id)
    const same = await upload(zoe, newKey(), pdf('à nous'))
    expect(same.json.id).not.toBe(ours.json.id)
    const again = await upload(olga, key, pdf('à nous'))
    expect(again.text).toBe(ours.text)
  })

  it('is told apart by its bytes, for files as for JSON', async () => {
    const key = newKey()
    expect((await upload(olga, key, pdf('une page'))).status).toBe(201)
    const other = await upload(olga, key, pdf('une pagE'))
    expect([other.status, other.json.code]).toEqual([422, 'idempotency-key-reused'])
  })

  it('whose answer was lost says so, instead of creating again', async () => {
    const key = newKey()
    await register(key, 'Radiologie F')
    await people.sql`UPDATE idempotency_key SET status = NULL, body = NULL WHERE key = ${key}`
    const soon = await register(key, 'Radiologie F')
    expect([soon.status, soon.json.code]).toEqual([409, 'idempotency-in-progress'])
    space.clock.advance(MINUTE_MS)
    const later = await register(key, 'Radiologie F')
    expect([later.status, later.json.code]).toEqual([409, 'idempotency-answer-lost'])
  })

  it('in a request of several transactions is written down with the first, and stops no other', async () => {
    const { world } = space.registry
    const claim = { route: 'POST /v1/test', key: newKey(), requestSha256: 'a'.repeat(64) }
    const principal = (attempt: string) => ({
      kind: 'person' as const,
      id: olga.id,
      personId: olga.id,
      memberships: [],
      idempotency: { ...claim, attempt },
    })
    const change = (attempt: string) =>
      world.inTransaction(principal(attempt), (tx) =>
        recordChanges(tx, [{ event: 'drimbox.suspended', subject: { kind: 'test', id: claim.key } }]),
      )
    await change('one')
    await change('one')
    await expect(change('two')).rejects.toMatchObject({ code: 'idempotency-in-progress' })
    const { json } = await space.request('GET', `/v1/audit-events?subject=${claim.key}`)
    expect(json.items).toHaveLength(2)
  })

  it('leaves no answer behind once its day is over', async () => {
    const key = newKey()
    await register(key, 'Radiologie H')
    const { world } = space.registry
    const kept = () => people.sql`SELECT body, headers FROM idempotency_key WHERE key = ${key}`
    await eraseOldAnswers(world)
    expect((await kept())[0]?.['body']).toContain('Radiologie H')
    space.clock.advance(DAY_MS)
    expect(await eraseOldAnswers(world)).toBeGreaterThan(0)
    expect(await kept()).toEqual([{ body: null, headers: null }])
    expect(await eraseOldAnswers(world)).toBe(0)
  })

  it('whose answer holds a secret is not answered twice, and the secret is kept nowhere', async () => {
    const key = newKey()
    const [own] = await people.sql`SELECT organisation_id AS id FROM membership WHERE person_id = ${olga.id}`
    const send = () =>
      space.request('POST', '/v1/api-keys', {
        as: olga,
        headers: { 'idempotency-key': key },
        body: { organisationId: own?.['id'], name: 'serveur', scopes: ['read'] },
      })
    const made = await send()
    expect(made.status).toBe(201)
    const again = await send()
    expect([again.status, again.json.code]).toEqual([409, 'idempotency-answer-lost'])
    const kept = await people.sql`SELECT * FROM idempotency_key WHERE key = ${key}`
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toContain(String(made.json['key']).slice(-43))
  })

  it('of more bytes than any file may have is refused before they are all read', async () => {
    for (const type of ['application/pdf', 'text/json']) {
      const { status, json } = await space.request('POST', '/v1/documents?purpose=power', {
        as: olga,
        bytes: new Uint8Array(10 * 1024 * 1024 + 1),
        headers: { 'content-type': type, 'idempotency-key': newKey() },
      })
      expect([status, json.code]).toEqual([413, 'body-too-large'])
    }
  })

  it('is refused where the key is no key', async () => {
    for (const key of ['short', 'with a blank', 'x'.repeat(129)]) {
      const { status, json } = await register(key, 'Radiologie G')
      expect([status, json.code]).toEqual([400, 'request-malformed'])
    }
  })
})
