import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { seedDrimbox } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'
import { DAY_MS } from '../support/clock.ts'

let space: TrustSpace
let people: People
let organisationId: string
let ines: TestPerson,
  denise: TestPerson,
  arthur: TestPerson,
  olga: TestPerson,
  otto: TestPerson,
  nina: TestPerson

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  organisationId = await people.organisation({ name: 'Imagerie du Léman' })
  const other = await people.organisation({ name: 'Téléimagerie Ouest' })
  ines = await people.person('Ines', [{ organisation: 'agency', roles: ['AI'] }])
  denise = await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
  arthur = await people.person('Arthur', [{ organisation: 'agency', roles: ['AR'] }])
  olga = await people.person('Olga', [{ organisation: organisationId, roles: ['OA', 'OS'] }])
  otto = await people.person('Otto', [{ organisation: other, roles: ['OA'] }])
  nina = await people.person('Nina')
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

let id: string
beforeEach(async () => {
  id = await seedDecision()
})

/** A proposal of Ines, as the engine writes it (test/database/decisions.test.ts is about the engine). */
async function seedDecision(over: Record<string, unknown> = {}, proposer = ines.id): Promise<string> {
  const decisionId = randomUUID()
  const at = space.clock.now()
  const decision = {
    id: decisionId,
    version: 1,
    class: 'grant',
    subject_kind: 'commitment',
    subject_id: randomUUID(),
    subject_version: 3,
    event: 'countersign',
    organisation_id: organisationId,
    payload: people.sql.json({}),
    shown: people.sql.json({
      authors: [],
      effect: { added: 2, removed: 0 },
      content: { secret: 'what the agency saw' },
    }),
    digest: '0'.repeat(64),
    state: 'proposed',
    proposed_by: ines.id,
    reason: 'seen and found right',
    expires_at: new Date(at.getTime() + 30 * DAY_MS),
    created_at: at,
    updated_at: at,
    ...over,
  }
  await people.sql`INSERT INTO decision ${people.sql(decision)}`
  await people.sql`INSERT INTO decision_act ${people.sql({
    id: randomUUID(),
    decision_id: decisionId,
    person_id: proposer,
    verdict: 'propose',
    digest: '0'.repeat(64),
    at,
  })}`
  return decisionId
}

const get = (who: TestPerson, path: string) =>
  space.request('GET', path, { as: 'public', headers: who.headers })
async function answer(who: TestPerson, name: string, body: unknown = {}, ifMatch = '"v1"') {
  const path = `/v1/decisions/${id}/${name}`
  const stepUp = await people.stepUp(who, { method: 'POST', path, ifMatch, body })
  return space.request('POST', path, {
    as: 'public',
    headers: { ...who.headers, ...stepUp, 'if-match': ifMatch },
    body,
  })
}
const events = async () => (await people.sql`SELECT count(*)::int AS n FROM audit_event`)[0]!['n'] as number

describe('a decision over HTTP', () => {
  it('shows the agency what was proposed, by whom, and marks one’s own', async () => {
    const mine = await get(ines, `/v1/decisions/${id}`)
    expect(mine.status).toBe(200)
    expect(mine.headers.get('etag')).toBe('"v1"')
    expect(mine.json).toMatchObject({
      state: 'proposed',
      label: 'la contresignature d’un contrat',
      organisation: { displayName: 'Imagerie du Léman' },
      isMine: true,
      effect: { added: 2, removed: 0 },
      proposedBy: { id: ines.id, name: 'Ines' },
      acts: [{ verdict: 'propose', person: { name: 'Ines' } }],
    })
    expect(mine.text).toContain('what the agency saw')
    expect((await get(arthur, `/v1/decisions/${id}`)).json).toMatchObject({ isMine: false })
  })

  it('is not shown to its party before it is decided, nor told by its audit', async () => {
    expect((await get(olga, `/v1/decisions/${id}`)).json.code).toBe('decision-not-found')
    expect((await get(olga, '/v1/decisions')).json.items.map((item) => item.id)).not.toContain(id)
    const told = await get(olga, `/v1/audit-events?subject=${id}`)
    expect(told.json.items).toEqual([])
  })

  it('does not exist for anybody else', async () => {
    const unknown = await get(otto, `/v1/decisions/${randomUUID()}`)
    for (const who of [otto, nina]) {
      const seen = await get(who, `/v1/decisions/${id}`)
      expect(seen.status).toBe(404)
      expect({ ...seen.json, instance: '' }).toEqual({ ...unknown.json, instance: '' })
      expect((await get(who, '/v1/decisions')).json.items).toEqual([])
      expect((await answer(who, 'approve')).json.code).toBe('decision-not-found')
    }
  })

  it('is refused with a reason, by a decider, once', async () => {
    const before = await events()
    expect((await answer(arthur, 'refuse', { reason: 'not so' })).json.code).toBe('right-missing')
    expect((await answer(olga, 'refuse', { reason: 'not so' })).json.code).toBe('right-missing')
    expect((await answer(denise, 'refuse', {})).status).toBe(422)
    expect((await answer(denise, 'refuse', { reason: 'not so' }, '"v9"')).status).toBe(412)
    expect(await events()).toBe(before)
    const done = await answer(denise, 'refuse', { reason: 'not so' })
    expect(done.status, done.text).toBe(200)
    expect(done.json).toMatchObject({ state: 'refused', version: 2 })
    expect(done.headers.get('etag')).toBe('"v2"')
    expect(await events()).toBe(before + 1)
    expect((await answer(denise, 'approve')).status).toBe(412)
    expect((await answer(denise, 'approve', {}, '"v2"')).json.code).toBe('decision-wrong-state')
    // Now its party sees the outcome, and neither acts, nor grounds, nor what was shown.
    const { json, text } = await get(olga, `/v1/decisions/${id}`)
    expect(json).toMatchObject({ state: 'refused', acts: [], proposedBy: null, shown: null, reason: null })
    expect(text).not.toMatch(/Ines|what the agency saw|found right/)
  })

  // Example 6 of the procedures.
  it('is not answered by its proposer through a linked second identity', async () => {
    const both = await people.person('Both', [{ organisation: 'agency', roles: ['AI', 'AD'] }])
    id = await seedDecision({ proposed_by: both.id }, both.id)
    await people.sql`INSERT INTO identity ${people.sql({
      id: randomUUID(),
      person_id: both.id,
      issuer: 'https://another.example',
      subject: 'both',
      created_at: space.clock.now(),
    })}`
    const token = 'x'.repeat(43)
    await people.sql`INSERT INTO session (id, token_sha256, person_id, identity_id, created_at, last_seen_at, expires_at, idle_ms)
      SELECT gen_random_uuid(), ${createHash('sha256').update(token).digest('hex')}, person_id, id, created_at, created_at,
             created_at + interval '1 day', 86400000 FROM identity WHERE person_id = ${both.id}`
    const before = await events()
    const refused = await answer({ id: both.id, headers: { authorization: `Session ${token}` } }, 'approve')
    expect(refused.status).toBe(403)
    expect(refused.json.code).toBe('same-person')
    expect(await events()).toBe(before)
    expect((await answer(both, 'withdraw')).json).toMatchObject({ state: 'withdrawn' })
  })

  it('needs If-Match and a step-up', async () => {
    const path = `/v1/decisions/${id}/approve`
    const ask = (headers: Record<string, string>) =>
      space.request('POST', path, { as: 'public', headers: { ...denise.headers, ...headers }, body: {} })
    expect((await ask({})).status).toBe(428)
    expect((await ask({ 'if-match': '"v1"' })).json.code).toBe('step-up-required')
  })

  it.each([
    ['has left', { state: 'ended' }],
    ['is past the end of their place', { valid_until: '2000-01-01T00:00:00Z' }],
    ['has another role now', { roles: ['AR'] }],
  ])('is not approved once its proposer %s, and may still be refused', async (_, change) => {
    const igor = await people.person('Igor', [{ organisation: 'agency', roles: ['AI'] }])
    id = await seedDecision({ proposed_by: igor.id }, igor.id)
    await people.sql`UPDATE membership SET ${people.sql(change)} WHERE person_id = ${igor.id}`
    expect(await answer(denise, 'approve', {})).toMatchObject({
      status: 409,
      json: { code: 'proposer-may-no-longer' },
    })
    expect((await answer(denise, 'refuse', { reason: 'Son auteur est parti.' })).status).toBe(200)
  })

  it('is taken back by its proposer', async () => {
    expect((await answer(ines, 'withdraw')).json).toMatchObject({ state: 'withdrawn', version: 2 })
  })
})

describe('a mass removal', () => {
  it('is void where other lines would leave than those that were shown', async () => {
    const organisation = await people.organisation({ name: 'Cut by two' })
    await seedDrimbox(space, 301, organisation)
    const [commitment] = await people.sql<{ id: string }[]>`
      SELECT id FROM commitment WHERE organisation_id = ${organisation}`
    const path = `/v1/commitments/${commitment!.id}/cut`
    const propose = async () => {
      const body = { reason: 'nobody answers any more' }
      const stepUp = await people.stepUp(ines, { method: 'POST', path, ifMatch: '"v1"', body })
      const headers = { ...ines.headers, ...stepUp, 'if-match': '"v1"' }
      const proposed = await space.request('POST', path, { as: 'public', headers, body })
      expect(proposed.status, proposed.text).toBe(202)
      id = proposed.json.id
    }
    await propose()
    await seedDrimbox(space, 302, organisation)
    expect((await answer(denise, 'approve')).json.code).toBe('decision-void')
    expect((await get(denise, `/v1/decisions/${id}`)).json).toMatchObject({ state: 'void' })
    expect((await get(ines, `/v1/commitments/${commitment!.id}`)).json).toMatchObject({ state: 'active' })
    await propose()
    expect((await answer(denise, 'approve')).json).toMatchObject({
      state: 'approved',
      effect: { added: 0, removed: 2 },
    })
    expect((await get(ines, `/v1/commitments/${commitment!.id}`)).json).toMatchObject({
      state: 'out',
      lines: 0,
    })
  })
})

describe('the to-do list', () => {
  it('says whose turn it is, since when and until when, the most urgent first, page by page', async () => {
    await seedDecision({ event: 'restore', expires_at: new Date(space.clock.now().getTime() + DAY_MS) })
    const { status, json, text } = await get(denise, '/v1/requests?kind=decision&limit=200')
    expect(status, text).toBe(200)
    expect(json.items[0]).toMatchObject({
      kind: 'decision',
      event: 'restore',
      turn: 'AD',
      needsSecondPerson: true,
      isMine: false,
      organisation: { id: organisationId, displayName: 'Imagerie du Léman' },
    })
    const dues = json.items.map(({ dueAt }) => String(dueAt))
    expect(dues).toEqual(dues.toSorted())
    const walked: string[] = []
    for (let after = ''; ;) {
      const page = await get(
        denise,
        `/v1/requests?kind=decision&limit=1${after === '' ? '' : `&after=${after}`}`,
      )
      expect(page.status, page.text).toBe(200)
      walked.push(...page.json.items.map((item) => item.id))
      if (page.json.next === null) break
      after = page.json.next
    }
    expect(walked).toEqual(json.items.map((item) => item.id))
  })

  it('marks what one has proposed, and leaves it out of what one can answer', async () => {
    const all = (await get(ines, '/v1/requests?kind=decision')).json.items
    expect(all.every((item) => item['isMine'] === true)).toBe(true)
    expect((await get(ines, '/v1/requests?kind=decision&mine=false')).json.items).toEqual([])
    expect((await get(denise, '/v1/requests?kind=decision&mine=true')).json.items).toEqual([])
    expect((await get(denise, '/v1/requests?kind=decision&mine=false')).json.items.length).toBe(all.length)
  })

  it('holds what waits for the agency and what waits for the party, each for its own', async () => {
    const commitment = randomUUID()
    const at = space.clock.now()
    await people.sql`INSERT INTO commitment ${people.sql({
      id: commitment,
      version: 1,
      organisation_id: organisationId,
      kind: 'test-agreement',
      signatories: people.sql.json([]),
      l2_consent: false,
      state: 'submitted',
      waiting_since: at,
      created_at: at,
      updated_at: at,
    })}`
    const ofCommitments = async (who: TestPerson) =>
      (await get(who, '/v1/requests?kind=commitment')).json.items.map(({ id }) => id)
    expect(await ofCommitments(arthur)).toEqual([commitment])
    expect(await ofCommitments(olga)).toEqual([commitment])
    expect(await ofCommitments(otto)).toEqual([])
    // The step is taken by whoever answers the decision: it is told once.
    await seedDecision({ subject_id: commitment, event: 'countersign' })
    expect(await ofCommitments(arthur)).toEqual([])
    expect((await get(olga, '/v1/requests?kind=decision')).json.items).toEqual([])
  })

  it('is nobody’s who is not signed in', async () => {
    expect((await space.request('GET', '/v1/requests', { as: 'public' })).status).toBe(401)
    expect((await get(nina, '/v1/requests')).json.items).toEqual([])
  })
})
