import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, dayInParis } from '../../registry-api/src/paris-days.ts'
import { createAgreements, type Agreements } from '../support/agreements.ts'
import { DAY_MS } from '../support/clock.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { seedDrimbox } from '../support/seed.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let on: Agreements
let organisationId: string
let otherId: string
let otto: TestPerson
let omar: TestPerson
let odile: TestPerson
let boxId: string

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  on = await createAgreements(space, people)
  organisationId = await people.organisation({ name: 'Imagerie du Léman' })
  otherId = await people.organisation({ name: 'Téléimagerie Ouest' })
  omar = await people.person('Omar', [{ organisation: organisationId, roles: ['OT'] }])
  odile = await people.person('Odile', [{ organisation: organisationId, roles: ['OR'] }])
  otto = await people.person('Otto', [{ organisation: otherId, roles: ['OA'] }])
  boxId = (await seedDrimbox(space, 301, organisationId)).json.id
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

const facts = (over: Record<string, unknown> = {}) => ({
  organisationId,
  facilityName: 'Clinique des Tilleuls',
  finess: '750712184',
  validFrom: '2026-11-25',
  validUntil: '2027-11-24',
  ...over,
})
/** Declares with a file of the person's own, unless another is given. */
async function declare(who: TestPerson, over: Record<string, unknown> = {}): Promise<Answer> {
  const documentId = over['documentId'] ?? (await on.upload(who, 'delegation')).id
  return on.send(who, 'POST', '/v1/delegations', facts({ documentId, ...over }))
}
async function refusal(status: number, asked: () => Promise<Answer>): Promise<string> {
  const before = await changes()
  const answer = await asked()
  expect(answer.status, answer.text).toBe(status)
  expect(await changes(), 'something was written').toBe(before)
  return answer.json.code
}
const changes = async () => {
  const [row] = await people.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM audit_event WHERE event NOT LIKE 'document.%'`
  return row!.count
}
const act = async (who: TestPerson, id: string, event: string, body: unknown) => {
  const [row] = await people.sql<{ version: number }[]>`SELECT version FROM delegation WHERE id = ${id}`
  return on.send(who, 'POST', `/v1/delegations/${id}/${event}`, body, row!.version)
}
/** A delegation that the agency has accepted. */
async function accepted(over: Record<string, unknown> = {}): Promise<string> {
  const { json } = on.must(await declare(omar, over), 201)
  on.must(await act(on.ines, json.id, 'check', { verdict: 'accept' }), 200)
  return json.id
}
const stateOf = async (id: string) => {
  const [row] = await people.sql<{ state: string }[]>`SELECT state FROM delegation WHERE id = ${id}`
  return row!.state
}

describe('declaring a delegation', () => {
  it('is the operator’s technician’s: structure, DRIMboxes, period, and the signed page', async () => {
    const answer = on.must(await declare(omar, { drimboxIds: [boxId] }), 201)
    expect(answer.json).toMatchObject({
      state: 'declared',
      organisation: { id: organisationId },
      facility: { name: 'Clinique des Tilleuls', finess: '750712184', siret: null },
      drimboxIds: [boxId],
      warnings: [],
    })
    for (const who of [odile, on.ines])
      expect(await refusal(403, () => declare(who, { documentId: randomUUID() }))).toBe('right-missing')
    expect(await refusal(404, () => declare(otto, { documentId: randomUUID() }))).toBe(
      'organisation-not-found',
    )
  })

  it('is refused by field: identifiers, dates, hostile text, a DRIMbox or a file of others', async () => {
    const documentId = (await on.upload(omar, 'delegation')).id
    const wrong = (over: Record<string, unknown>) => () => declare(omar, { documentId, ...over })
    for (const [over, pointer] of [
      [{ finess: '75071218' }, '/finess'],
      [{ finess: null, siret: '73282932000075' }, '/siret'],
      [{ finess: null }, '/finess'],
      [{ validUntil: '2026-11-25' }, '/validUntil'],
      [{ validUntil: '2029-11-25' }, '/validUntil'],
      [{ validFrom: '2026-01-01', validUntil: '2026-11-24' }, '/validUntil'],
    ] as const) {
      const answer = await wrong(over)()
      expect(answer.status, answer.text).toBe(422)
      expect(answer.json.code).toBe('delegation-invalid')
      expect(answer.json.errors.map((fault) => fault.pointer)).toEqual([pointer])
      expect(await refusal(422, wrong(over))).toBe('delegation-invalid')
    }
    for (const facilityName of ['Cli\u202enique', 'Nul\u0000', 'x'.repeat(161)])
      expect(await refusal(422, wrong({ facilityName }))).toBe('request-invalid')
    expect(await refusal(422, wrong({ drimboxIds: [randomUUID()] }))).toBe('delegation-drimbox-unknown')
    expect(await refusal(404, () => declare(omar, { documentId: randomUUID() }))).toBe('document-not-found')
    const foreign = await on.upload(otto, 'delegation')
    expect(await refusal(404, () => declare(omar, { documentId: foreign.id }))).toBe('document-not-found')
  })

  it('warns of another delegation of the same structure at the same time, and refuses nothing', async () => {
    const siret = { finess: null, siret: '73282932000074' }
    const first = on.must(await declare(omar, siret), 201)
    const second = on.must(await declare(omar, siret), 201)
    expect(second.json['warnings']).toEqual([{ code: 'overlap', delegationId: first.json.id }])
    // Between operators: the agency sees it, the operators see only their own.
    const theirs = on.must(await declare(otto, { ...siret, organisationId: otherId }), 201)
    expect(theirs.json['warnings']).toEqual([])
    const seen = await space.request('GET', `/v1/delegations/${theirs.json.id}`, { as: on.ines })
    expect(seen.json['warnings']).toHaveLength(2)
    const odd = on.must(await declare(omar, { finess: '750712185', validFrom: '2026-12-01' }), 201)
    expect(odd.json['warnings']).toEqual([{ code: 'finess-key' }])
  })
})

describe('checking it', () => {
  it('is one person’s of the agency; a refusal says why (M2)', async () => {
    const { json } = on.must(await declare(omar, { finess: '690000880' }), 201)
    for (const who of [omar, on.arthur, on.astrid])
      expect(await refusal(403, () => act(who, json.id, 'check', { verdict: 'accept' }))).toBe(
        'right-missing',
      )
    expect(await refusal(422, () => act(on.ines, json.id, 'check', { verdict: 'refuse' }))).toBe(
      'delegation-motive-needed',
    )
    const before = await on.mailsTo(organisationId)
    const reason = 'Signature absente.'
    const refused = on.must(await act(on.ines, json.id, 'check', { verdict: 'refuse', reason }), 200)
    expect(refused.json).toMatchObject({ state: 'refused', reason })
    expect((await on.mailsTo(organisationId)).slice(before.length)).toEqual(['M2'])
    expect(await refusal(409, () => act(on.ines, json.id, 'check', { verdict: 'accept' }))).toBe(
      'delegation-wrong-state',
    )
    const id = await accepted({ finess: '690000880' })
    expect(await stateOf(id)).toBe('active')
  })
})

describe('reading it', () => {
  it('leaves a trace of who read, one by one and by page, the operator’s own people too', async () => {
    const id = await accepted()
    const traces = async () =>
      people.sql<{ actor: string; kind: string; subject: string }[]>`
        SELECT actor_id AS actor, subject_kind AS kind, subject_id AS subject
          FROM audit_event WHERE event = 'access.delegation-read' ORDER BY seq`
    const before = (await traces()).length
    for (const who of [odile, on.arthur])
      expect((await space.request('GET', `/v1/delegations/${id}`, { as: who })).status).toBe(200)
    const page = await space.request('GET', `/v1/delegations?organisation=${organisationId}`, { as: on.igor })
    expect(page.json.items.length).toBeGreaterThan(1)
    expect([...(await traces())].slice(before)).toEqual([
      { actor: odile.id, kind: 'delegation', subject: id },
      { actor: on.arthur.id, kind: 'delegation', subject: id },
      { actor: on.igor.id, kind: 'organisation', subject: organisationId },
    ])
  })

  it('is nobody else’s: a foreign delegation is an id that nobody has, and leaves no trace', async () => {
    const id = await accepted()
    const masked = ({ json }: Answer) => ({ ...json, instance: '' })
    const before = await changes()
    const foreign = await space.request('GET', `/v1/delegations/${id}`, { as: otto })
    const unknown = await space.request('GET', `/v1/delegations/${randomUUID()}`, { as: otto })
    expect([foreign.status, masked(foreign)]).toEqual([404, masked(unknown)])
    expect((await act(otto, id, 'revoke', { reason: 'pas à moi' })).json.code).toBe('delegation-not-found')
    expect(await changes()).toBe(before)
    const mine = (await space.request('GET', '/v1/delegations', { as: otto })).json.items
    expect(mine.map((row): unknown => row['organisation'])).toEqual(
      mine.map((): unknown => expect.objectContaining({ id: otherId })),
    )
    expect((await space.request('GET', '/v1/delegations', { as: 'public' })).status).toBe(401)
  })
})

describe('its end', () => {
  it('by revocation, of the operator or of the agency, takes no line off', async () => {
    const [own, letter] = [await accepted(), await accepted()]
    expect(await refusal(403, () => act(odile, own, 'revoke', { reason: 'Plus utile.' }))).toBe(
      'right-missing',
    )
    on.must(await act(omar, own, 'revoke', { reason: 'Plus utile.' }), 200)
    on.must(await act(on.ines, letter, 'revoke', { reason: 'Lettre de la structure.' }), 200)
    expect([await stateOf(own), await stateOf(letter)]).toEqual(['revoked', 'revoked'])
    expect(await on.listed(organisationId)).toEqual([301])
  })

  it('example 11: comes at midnight in Paris; the line stays, and the queue shows it', async () => {
    const id = await accepted({ finess: '690780044', validUntil: '2026-12-24' })
    space.clock.set(new Date('2026-12-24T22:59:59.999Z'))
    await on.time()
    expect(await stateOf(id)).toBe('active')
    space.clock.set(new Date('2026-12-24T23:00:00.000Z'))
    await on.time()
    expect(await stateOf(id)).toBe('expired')
    const events = await on.eventsOf(id)
    expect(events.filter((event) => event === 'delegation.expired')).toHaveLength(1)
    await on.time()
    expect(await on.eventsOf(id)).toEqual(events)
    expect(await on.listed(organisationId)).toEqual([301])
    await on.later(0)
    const queue = await space.request('GET', '/v1/requests?kind=delegation&limit=200', { as: on.ines })
    const [item] = queue.json.items.filter((one) => one.id === id)
    expect(item).toMatchObject({ state: 'expired', turn: 'party', event: 'ended' })
  })

  it('rings on both sides at a third, a sixth and a twelfth of its length, each once', async () => {
    await on.later(0)
    const today = dayInParis(space.clock.now())
    const validFrom = addDays(today, 1)
    // 120 days: rings when 40, 20 and 10 are left.
    const id = await accepted({ finess: '750100042', validFrom, validUntil: addDays(validFrom, 119) })
    const rung = async () => {
      const rows = await people.sql<{ kind: string; body: string }[]>`
        SELECT recipient_kind AS kind, body FROM mail WHERE template = 'delegation-expiring'
           AND dedupe_key LIKE ${`delegation:${id}:%`} ORDER BY id`
      return rows.map(({ kind, body }) => `${kind} ${/restants\s*:\s*(\d+)/.exec(body)?.[1]}`)
    }
    const after = async (days: number) => {
      await on.later(days * DAY_MS)
      await on.time()
      await on.time()
      return rung()
    }
    expect(await after(80)).toEqual([])
    const first = ['organisation 40', 'role 40']
    expect(await after(1)).toEqual(first)
    expect(await after(19)).toEqual(first)
    expect(await after(1)).toEqual([...first, 'organisation 20', 'role 20'])
    // The worker slept through the day of the third: it rings once, late.
    expect(await after(15)).toEqual([...first, 'organisation 20', 'role 20', 'organisation 5', 'role 5'])
    expect(await stateOf(id)).toBe('active')
  })
})
