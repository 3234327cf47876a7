import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lapseAdmissions } from '../../registry-api/src/admissions/lapse-admissions.ts'
import { tellBearersOfSiren } from '../../registry-api/src/admissions/tell-bearers-of-siren.ts'
import { admissionCalls, admissionForm, REFUSAL, sirenOf, siretOf } from '../support/admissions.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

const DAY_MS = 86_400_000
const NOBODY = '01970000-0000-7000-8000-000000000000'

let space: TrustSpace
let people: People
let calls: ReturnType<typeof admissionCalls>
let ines: TestPerson
let igor: TestPerson
let denise: TestPerson
let didier: TestPerson

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  calls = admissionCalls(space, people)
  ines = await people.person('Ines', [{ organisation: 'agency', roles: ['AI'] }])
  igor = await people.person('Igor', [{ organisation: 'agency', roles: ['AI'] }])
  denise = await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
  didier = await people.person('Didier', [{ organisation: 'agency', roles: ['AD'] }])
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

/** Time goes by; sessions of the test outlive it. */
const pass = async (ms: number) => {
  space.clock.advance(ms)
  await people.sql`UPDATE session SET last_seen_at = ${space.clock.now()}`
}
const newcomer = () => people.person('Nina')
const eventsOf = async (subjectId: string) =>
  (
    await people.sql<
      { event: string }[]
    >`SELECT event FROM audit_event WHERE subject_id = ${subjectId} ORDER BY seq`
  ).map(({ event }) => event)
const mailsTo = async (recipient: string) => [
  ...(await people.sql<
    { template: string; subject: string; body: string }[]
  >`SELECT template, subject, body FROM mail WHERE recipient = ${recipient} ORDER BY id`),
]
/** Everything that could have been written. */
const world = async () => {
  const [row] = await people.sql`
    SELECT (SELECT count(*) FROM audit_event) AS events, (SELECT count(*) FROM mail) AS mails,
           (SELECT count(*) FROM organisation) AS organisations,
           (SELECT coalesce(sum(version), 0) FROM admission) AS versions,
           (SELECT coalesce(sum(hashtext(admission_piece::text)), 0) FROM admission_piece) AS pieces`
  return JSON.stringify(row)
}
const refused = async (act: () => Promise<Answer>, status: number, code: string) => {
  const before = await world()
  const answer = await act()
  expect(answer, answer.text).toMatchObject({ status, json: { code } })
  expect(await world(), 'something was written').toBe(before)
  return answer
}
const pointers = (answer: Answer) => answer.json.errors.map(({ pointer }) => pointer)
const masked = (answer: Answer) => answer.text.replace(/urn:request:[^"]+/, '')

describe('an admission', () => {
  it('goes from a draft to a member: number, contacts, files, administrator, draft of the contract, mail', async () => {
    const nina = await newcomer()
    const form = admissionForm({ structureIdentifier: `2${sirenOf(4242)}`, dpoMailbox: 'dpo@leman.example' })
    const { displayName } = form
    const opened = await calls.open(nina, { displayName })
    expect(opened).toMatchObject({ status: 201, json: { state: 'draft', turn: 'applicant', version: 1 } })
    const { id } = opened.json
    const early = await refused(() => calls.event(nina, id, 'submit'), 422, 'admission-incomplete')
    expect(pointers(early)).toEqual([
      '/kinds',
      '/legalName',
      '/siren',
      '/siretSeat',
      '/signatory',
      '/supportMailbox',
      '/securityPhone',
      '/plannedDrimboxes',
      '/hostsForOthers',
      '/pieces/power',
    ])

    const filled = await calls.change(nina, id, form)
    expect(filled.json['missing']).toMatchObject([{ pointer: '/pieces/power', code: 'piece-missing' }])
    const documentId = await calls.upload(nina, 'power')
    await calls.give(nina, id, 'power', { documentId, note: 'signé le 3 mars' })
    const submitted = await calls.event(nina, id, 'submit')
    expect(submitted.json).toMatchObject({ state: 'submitted', turn: 'agency', missing: [] })
    const due = new Date(space.clock.now().getTime() + 45 * DAY_MS).toISOString()
    expect(submitted.json['dueAt']).toBe(due)
    expect((await mailsTo(nina.id)).map(({ template }) => template)).toEqual(['M1'])

    await calls.event(ines, id, 'claim')
    await refused(() => calls.accept(ines, id), 409, 'admission-pieces-not-good')
    await calls.judge(ines, id, 'power', { verdict: 'good', validUntil: '2099-12-31' })
    await calls.judge(ines, id, 'security-contact', { verdict: 'good' })
    const proposed = await calls.accept(ines, id, { reason: 'tout est là' })
    expect(proposed).toMatchObject({
      status: 202,
      json: { state: 'proposed', event: 'accept', class: 'grant' },
    })
    expect((await calls.read(denise, id)).json).toMatchObject({ state: 'under-review', turn: 'decider' })
    expect((await calls.read(nina, id)).json).toMatchObject({
      turn: 'agency',
      claimedBy: null,
      author: null,
      proposal: null,
    })
    const approved = await calls.answer(denise, proposed.json.id, 'approve')
    expect(approved, approved.text).toMatchObject({ status: 200, json: { state: 'approved' } })

    // With the new role every session ends; the next one knows it.
    expect((await calls.read(nina, id)).status).toBe(401)
    await calls.signInAgain(nina)
    const { json } = await calls.read(nina, id)
    const organisation = json['organisation'] as { id: string; number: string }
    expect(json).toMatchObject({ state: 'accepted', turn: null, dueAt: null })
    expect(organisation.number).toMatch(/^OP-\d{5,}$/)
    const [row] = await people.sql`SELECT * FROM organisation WHERE id = ${organisation.id}`
    expect(row).toMatchObject({
      display_name: displayName,
      siren: form['siren'],
      siret_seat: form['siretSeat'],
      structure_id_type: 2,
      state: 'admitted',
      origin: 'admission',
    })
    const contacts = await people.sql<{ kind: string }[]>`
      SELECT kind FROM contact WHERE organisation_id = ${organisation.id} ORDER BY kind`
    expect(contacts.map(({ kind }) => kind)).toEqual(['dpo', 'security24h', 'support'])
    const members =
      await people.sql`SELECT person_id, roles, state FROM membership WHERE organisation_id = ${organisation.id}`
    expect([...members]).toMatchObject([{ person_id: nina.id, roles: ['OA'], state: 'active' }])
    const commitments =
      await people.sql`SELECT kind, state FROM commitment WHERE organisation_id = ${organisation.id}`
    expect([...commitments]).toMatchObject([{ kind: 'test-agreement', state: 'draft' }])
    const [document] = await people.sql`SELECT organisation_id FROM document WHERE id = ${documentId}`
    expect(document!['organisation_id']).toBe(organisation.id)
    const [ready] = await mailsTo(organisation.id)
    expect(ready).toMatchObject({ template: 'M4' })
    expect(ready!.body).toContain('Camille Durand')
    const operator = await space.request('GET', `/v1/operators/${organisation.number}`, { as: 'public' })
    expect(operator.json).toMatchObject({ displayName, kinds: ['operator'] })
    expect(await eventsOf(id)).toEqual([
      'admission.opened',
      'admission.changed',
      'admission.piece-given',
      'admission.submitted',
      'admission.claimed',
      'admission.piece-judged',
      'admission.piece-judged',
      'admission.accepted',
    ])
    expect(await eventsOf(organisation.id)).toEqual(['organisation.admitted'])
  })

  it('is kept as a draft with any field missing, and any field may be emptied again', async () => {
    const nina = await newcomer()
    const { json } = await calls.open(nina, {})
    await calls.change(nina, json.id, { legalName: 'LEMAN', finess: '750712184', plannedDrimboxes: 0 })
    const emptied = await calls.change(nina, json.id, { legalName: null })
    expect(emptied.json['form']).toEqual({ finess: '750712184', plannedDrimboxes: 0 })
  })

  it('warns of a FINESS with a false key, and lets it pass', async () => {
    const nina = await newcomer()
    const answer = await calls.open(nina, { finess: '750712185' })
    expect(answer.json['warnings']).toMatchObject([{ pointer: '/finess', code: 'finess-key' }])
  })

  it('is refused by a decider who did not review it, with facts, clause and next step in the mail', async () => {
    const nina = await newcomer()
    const id = await calls.reviewed(nina, denise)
    await refused(() => calls.refuse(ines, id), 403, 'right-missing')
    await refused(() => calls.refuse(denise, id), 403, 'claimer-cannot-refuse')
    await refused(() => calls.event(didier, id, 'refuse', REFUSAL), 403, 'step-up-required')
    const answer = await calls.refuse(didier, id)
    expect(answer, answer.text).toMatchObject({
      status: 200,
      json: { state: 'refused', motive: REFUSAL.facts, turn: null },
    })
    const mail = (await mailsTo(nina.id)).at(-1)!
    expect(mail.template).toBe('M3')
    for (const words of [REFUSAL.clause, 'pouvoir signé', 'Didier']) expect(mail.body).toContain(words)
    const events =
      await people.sql`SELECT data FROM audit_event WHERE subject_id = ${id} AND event = 'admission.refused'`
    expect(JSON.stringify(events)).not.toContain('signataire')
  })

  it('goes back for pieces with a list, and the agency’s time stands still meanwhile', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    await calls.event(nina, id, 'submit')
    await pass(10 * DAY_MS)
    await calls.event(ines, id, 'claim')
    await calls.judge(ines, id, 'power', { verdict: 'to-redo', motive: 'la page 2 manque' })
    const asked = await calls.event(ines, id, 'ask-pieces', {
      missing: ['Pouvoir complet, deux pages'],
      motive: 'La page 2 manque',
    })
    expect(asked.json).toMatchObject({
      state: 'incomplete',
      turn: 'applicant',
      asked: ['Pouvoir complet, deux pages'],
    })
    const mail = (await mailsTo(nina.id)).at(-1)!
    expect(mail.template).toBe('M2')
    expect(mail.body).toContain('Pouvoir complet, deux pages')
    await refused(() => calls.event(nina, id, 'submit'), 422, 'admission-incomplete')
    await pass(5 * DAY_MS)
    await calls.give(nina, id, 'power', { documentId: await calls.upload(nina, 'both pages') })
    const again = await calls.event(nina, id, 'submit')
    // 10 of 45 days were used; 35 are left.
    expect(again.json['dueAt']).toBe(new Date(space.clock.now().getTime() + 35 * DAY_MS).toISOString())
    expect(again.json).toMatchObject({ state: 'submitted', asked: null })
    const [piece] = again.json['pieces'] as { verdict: string | null }[]
    expect(piece!.verdict).toBeNull()
  })

  it('that nobody completes is reminded at half of the time, once, and then closed', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    await calls.event(nina, id, 'submit')
    await calls.event(ines, id, 'claim')
    await calls.event(ines, id, 'ask-pieces', { missing: ['Tout'], motive: 'Rien ne va' })
    const templates = async () => (await mailsTo(nina.id)).map(({ template }) => template)
    const run = () => lapseAdmissions(space.registry.world)
    await pass(14 * DAY_MS)
    await run()
    expect(await templates()).toEqual(['M1', 'M2'])
    await pass(DAY_MS)
    await run()
    await run()
    expect(await templates()).toEqual(['M1', 'M2', 'completion-reminder'])
    await pass(15 * DAY_MS)
    expect(await run()).toBeGreaterThan(0)
    expect(await run()).toBe(0)
    expect((await calls.read(nina, id)).json).toMatchObject({ state: 'abandoned', turn: null })
    expect(await templates()).toEqual(['M1', 'M2', 'completion-reminder', 'request-lapsed'])
    await refused(() => calls.event(nina, id, 'submit'), 409, 'admission-wrong-state')
  })

  it('is never accepted by silence: after 45 days it is late, and still there', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    await calls.event(nina, id, 'submit')
    await pass(46 * DAY_MS)
    await lapseAdmissions(space.registry.world)
    expect((await calls.read(ines, id)).json).toMatchObject({
      state: 'submitted',
      turn: 'agency',
      isLate: true,
    })
  })

  it('is taken back by its author in any open state, by nobody else, and for good', async () => {
    const nina = await newcomer()
    const id = await calls.reviewed(nina, ines)
    await refused(() => calls.event(ines, id, 'abandon'), 403, 'right-missing')
    expect((await calls.event(nina, id, 'abandon', { reason: 'projet arrêté' })).json['state']).toBe(
      'abandoned',
    )
    await refused(() => calls.event(nina, id, 'abandon'), 409, 'admission-wrong-state')
    await refused(() => calls.event(ines, id, 'claim'), 409, 'admission-wrong-state')
  })

  it('claimed by two reviewers at the same second is one’s', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    await calls.event(nina, id, 'submit')
    const headers = { 'if-match': `"v${await calls.version(id)}"` }
    const answers = await Promise.all(
      [ines, igor].map((as) =>
        space.request('POST', `/v1/admissions/${id}/claim`, { as, body: {}, headers }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412])
    expect((await eventsOf(id)).filter((event) => event === 'admission.claimed')).toHaveLength(1)
  })

  it('needs what was read: without If-Match 428, with an old one 412', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    const send = (headers: Record<string, string>) =>
      space.request('PATCH', `/v1/admissions/${id}`, { as: nina, body: { legalName: 'AUTRE' }, headers })
    await refused(() => send({}), 428, 'if-match-required')
    await refused(() => send({ 'if-match': '"v1"' }), 412, 'version-stale')
  })

  it('changed after it was proposed makes the proposal void', async () => {
    const nina = await newcomer()
    const id = await calls.reviewed(nina, ines)
    const proposed = await calls.accept(ines, id)
    await calls.judge(igor, id, 'power', { verdict: 'to-redo', motive: 'périmé' })
    const answer = await calls.answer(denise, proposed.json.id, 'approve')
    expect(answer).toMatchObject({ status: 409, json: { code: 'decision-void' } })
    expect((await calls.read(nina, id)).json).toMatchObject({ state: 'under-review', organisation: null })
  })

  it('is limited to five open ones a person', async () => {
    const nina = await newcomer()
    for (let index = 0; index < 5; index += 1) expect((await calls.open(nina, {})).status).toBe(201)
    await refused(() => calls.open(nina, {}), 409, 'admission-too-many')
  })

  it('asks again under one Idempotency-Key and is one draft', async () => {
    const nina = await newcomer()
    const headers = { 'idempotency-key': 'the-same-request-twice' }
    const send = () =>
      space.request('POST', '/v1/admissions', { as: nina, body: { legalName: 'LEMAN' }, headers })
    const [first, second] = [await send(), await send()]
    expect(second.json.id).toBe(first.json.id)
    expect((await space.request('GET', '/v1/admissions', { as: nina })).json.items).toHaveLength(1)
  })
})

describe('an admission and who may see it', () => {
  it('does not exist for another newcomer, an operator or a vendor: the bytes of an unknown id, on every route', async () => {
    const nina = await newcomer()
    const noel = await people.person('Noel')
    const organisation = await people.organisation({ name: 'Voisine' })
    const otto = await people.person('Otto', [{ organisation, roles: ['OA', 'OS', 'OT'] }])
    const id = await calls.complete(nina)
    const routes: [string, string, unknown][] = [
      ['GET', '', undefined],
      ['PATCH', '', { legalName: 'AUTRE' }],
      ['PUT', '/pieces/power', { note: 'rien' }],
      ['POST', '/pieces/power/verdict', { verdict: 'good' }],
      ['POST', '/submit', {}],
      ['POST', '/claim', {}],
      ['POST', '/ask-pieces', { missing: ['Tout'], motive: 'Rien ne va' }],
      ['POST', '/accept', {}],
      ['POST', '/refuse', REFUSAL],
      ['POST', '/abandon', {}],
    ]
    for (const as of [noel, otto]) {
      for (const [method, path, body] of routes) {
        const send = (which: string) =>
          space.request(method, `/v1/admissions/${which}${path}`, {
            as,
            body,
            headers: { 'if-match': '"v2"' },
          })
        const known = await refused(() => send(id), 404, 'admission-not-found')
        expect(masked(known), path).toBe(masked(await send(NOBODY)))
      }
    }
  })

  it('is refused to whoever sees it without the right: roles of the agency that only read', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    await calls.event(nina, id, 'submit')
    for (const role of ['AR', 'AP', 'AS', 'AA'] as const) {
      const reader = await people.person(`One ${role}`, [{ organisation: 'agency', roles: [role] }])
      expect((await calls.read(reader, id)).status).toBe(200)
      await refused(() => calls.event(reader, id, 'claim'), 403, 'right-missing')
    }
    await refused(() => calls.event(nina, id, 'claim'), 403, 'right-missing')
  })

  it('is no business of API keys and of the operations key', async () => {
    const organisation = await people.organisation({ name: 'À clé' })
    const olga = await people.person('Olga', [{ organisation, roles: ['OA'] }])
    const key = await people.apiKey(organisation, olga, ['read', 'boxes'])
    const as = { id: key.id, headers: key.headers }
    const open = (headers: Record<string, string>) =>
      space.request('POST', '/v1/admissions', { as, body: {}, headers })
    await refused(() => open({ 'idempotency-key': 'a-key-has-no-desk' }), 403, 'right-missing')
    await refused(() => space.request('GET', '/v1/admissions', { as }), 403, 'right-missing')
    await refused(() => space.request('POST', '/v1/admissions', { body: {} }), 403, 'right-missing')
    await refused(
      () => space.request('POST', '/v1/admissions', { as: 'public', body: {} }),
      401,
      'authentication-required',
    )
  })

  it('is listed for its author alone until submitted, then for the agency, searched by name, SIREN and date', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina, { displayName: 'Téléradiologie 100 %' })
    const found = async (as: TestPerson, query: string) =>
      (await space.request('GET', `/v1/admissions?limit=200&${query}`, { as })).json.items.some(
        (item) => item.id === id,
      )
    expect(await found(nina, '')).toBe(true)
    expect(await found(ines, '')).toBe(false)
    await calls.event(nina, id, 'submit')
    const { siren } = (await calls.read(nina, id)).json['form'] as { siren: string }
    expect(await found(ines, '')).toBe(true)
    expect(await found(ines, 'state=submitted&q=100%20%25')).toBe(true)
    expect(await found(ines, `q=${siren}`)).toBe(true)
    expect(await found(ines, 'q=%25%25')).toBe(false)
    const at = (days: number) => new Date(space.clock.now().getTime() + days * DAY_MS).toISOString()
    expect(await found(ines, `dueBefore=${at(44)}`)).toBe(false)
    expect(await found(ines, `dueBefore=${at(46)}`)).toBe(true)
    expect(await found(await newcomer(), '')).toBe(false)
  })
})

describe('separation', () => {
  it('S1: the author, an agency person too, is neither reviewer nor decider of it', async () => {
    const anna = await people.person('Anna', [{ organisation: 'agency', roles: ['AI', 'AD'] }])
    const id = await calls.complete(anna)
    await calls.event(anna, id, 'submit')
    await refused(() => calls.event(anna, id, 'claim'), 403, 'conflict-of-interest')
    await calls.event(ines, id, 'claim')
    for (const kind of ['power', 'security-contact']) await calls.judge(ines, id, kind, { verdict: 'good' })
    const proposed = await calls.accept(ines, id)
    const answer = await calls.answer(anna, proposed.json.id, 'approve')
    expect(answer.status).toBe(403)
    expect((await calls.read(ines, id)).json['organisation']).toBeNull()
  })

  it('S2: whoever proposed it does not approve it as well', async () => {
    const both = await people.person('Both', [{ organisation: 'agency', roles: ['AI', 'AD'] }])
    const id = await calls.reviewed(await newcomer(), both)
    const proposed = await calls.accept(both, id)
    const answer = await calls.answer(both, proposed.json.id, 'approve')
    expect(answer).toMatchObject({ status: 403, json: { code: 'same-person' } })
    expect((await calls.read(ines, id)).json['organisation']).toBeNull()
  })

  it('the reviewer does not decide, even where somebody else has proposed it', async () => {
    const id = await calls.reviewed(await newcomer(), denise)
    const proposed = await calls.accept(ines, id)
    const answer = await calls.answer(denise, proposed.json.id, 'approve')
    expect(answer).toMatchObject({ status: 403, json: { code: 'claimer-cannot-accept' } })
    expect((await calls.read(ines, id)).json).toMatchObject({ state: 'under-review', organisation: null })
    expect((await calls.answer(didier, proposed.json.id, 'approve')).status).toBe(200)
  })

  it('38: an agent who is a member of A cannot review A', async () => {
    const organisation = await people.organisation({ name: 'Organisme A', siren: sirenOf(777) })
    const agent = await people.person('Agent', [
      { organisation: 'agency', roles: ['AI', 'AD'] },
      { organisation, roles: ['OR'] },
    ])
    // A colleague of theirs asks, under another SIREN.
    const colleague = await people.person('Colleague', [{ organisation, roles: ['OA'] }])
    const byColleague = await calls.complete(colleague)
    await calls.event(colleague, byColleague, 'submit')
    await refused(() => calls.event(agent, byColleague, 'claim'), 403, 'conflict-of-interest')
    // A stranger asks under its SIREN.
    const nina = await newcomer()
    const bySiren = await calls.complete(nina, { siren: sirenOf(777), siretSeat: siretOf(sirenOf(777)) })
    await calls.event(nina, bySiren, 'submit')
    await refused(() => calls.event(agent, bySiren, 'claim'), 403, 'conflict-of-interest')
    // And as a decider of what somebody else has reviewed.
    const third = await calls.reviewed(colleague, ines)
    const proposed = await calls.accept(ines, third)
    const answer = await calls.answer(agent, proposed.json.id, 'approve')
    expect(answer).toMatchObject({ status: 403, json: { code: 'conflict-of-interest' } })
  })
})

describe('a SIREN that is admitted', () => {
  it('37: is not told to a newcomer: the same 201; its administrator is told by mail, once', async () => {
    const siren = sirenOf(888)
    const organisation = await people.organisation({ name: 'Déjà là', siren })
    const nina = await newcomer()
    const [known, unknown] = [
      await calls.open(nina, { siren, siretSeat: siretOf(siren) }),
      await calls.open(nina, { siren: sirenOf(889), siretSeat: siretOf(sirenOf(889)) }),
    ]
    expect(known.status).toBe(201)
    const bare = ({ json, headers }: Answer) => ({
      members: Object.keys(json),
      headers: [...headers.keys()].toSorted(),
      warnings: json['warnings'],
      missing: json['missing'],
    })
    expect(bare(known)).toEqual(bare(unknown))
    await tellBearersOfSiren(space.registry.world)
    await tellBearersOfSiren(space.registry.world)
    const mails = await mailsTo(organisation)
    expect(mails.map(({ template }) => template)).toEqual(['siren-asked-again'])
    expect(mails[0]!.body).toContain(siren)
    expect(mails[0]!.body).not.toContain('Nina')
    expect(await mailsTo(nina.id)).toEqual([])
  })

  it('asked under one after another bothers three organisations, not all of them', async () => {
    const nina = await newcomer()
    const { json } = await calls.open(nina, {})
    const bearers = []
    for (let index = 0; index < 5; index += 1) {
      const siren = sirenOf(900 + index)
      bearers.push(await people.organisation({ name: `Porteuse ${String.fromCharCode(65 + index)}`, siren }))
      await calls.change(nina, json.id, { siren, siretSeat: siretOf(siren) })
      await tellBearersOfSiren(space.registry.world)
    }
    const told = await Promise.all(bearers.map(async (id) => (await mailsTo(id)).length))
    expect(told).toEqual([1, 1, 1, 0, 0])
  })

  it('asked under again and again is told to its bearer once', async () => {
    const nina = await newcomer()
    const siren = sirenOf(910)
    const bearer = await people.organisation({ name: 'Importunée', siren })
    for (let index = 0; index < 3; index += 1) {
      const over = { siren, siretSeat: siretOf(siren) }
      const opened = await Promise.all([calls.open(nina, over), calls.open(nina, over)])
      await tellBearersOfSiren(space.registry.world)
      for (const { json } of opened)
        expect((await calls.event(nina, json.id, 'abandon', {})).status).toBe(200)
    }
    expect(await mailsTo(bearer)).toHaveLength(1)
  })

  it('is told to the reviewer, and stops the proposal; also one admitted meanwhile', async () => {
    const siren = sirenOf(890)
    const over = { siren, siretSeat: siretOf(siren) }
    const nina = await newcomer()
    const id = await calls.reviewed(nina, ines, over)
    const proposed = await calls.accept(ines, id)
    await people.organisation({ name: 'Plus rapide', siren })
    const answer = await calls.answer(denise, proposed.json.id, 'approve')
    expect(answer).toMatchObject({ status: 409, json: { code: 'siren-already-admitted' } })
    const other = await calls.reviewed(await newcomer(), ines, over)
    await refused(() => calls.accept(ines, other), 409, 'siren-already-admitted')
  })

  it('and a name looked alike are free again for nobody: public numbers are never given twice', async () => {
    const first = await calls.admitted(await newcomer(), ines, denise)
    const second = await calls.admitted(await newcomer(), ines, denise)
    const numbers = await people.sql<{ number: number; organisation_id: string }[]>`
      SELECT number, organisation_id FROM organisation_number WHERE organisation_id IN (${first.organisationId}, ${second.organisationId}) ORDER BY number`
    expect(numbers.map(({ organisation_id }) => organisation_id)).toEqual([
      first.organisationId,
      second.organisationId,
    ])
    expect(numbers[1]!.number).toBe(numbers[0]!.number + 1)
    await expect(
      people.sql`DELETE FROM organisation_number WHERE number = ${numbers[0]!.number}`,
    ).rejects.toThrow()
    await expect(
      people.sql`UPDATE organisation_number SET number = 99999 WHERE number = ${numbers[0]!.number}`,
    ).rejects.toThrow()
  })
})

describe('admissions accepted at the same second', () => {
  const proposals = async (forms: readonly Record<string, unknown>[]) => {
    const proposed = []
    for (const form of forms) {
      const id = await calls.reviewed(await newcomer(), ines, form)
      proposed.push({ id, decision: (await calls.accept(ines, id)).json.id })
    }
    return proposed
  }

  it('get numbers that follow one another, each its own', async () => {
    const proposed = await proposals([{}, {}, {}, {}, {}, {}])
    const answers = await Promise.all(
      proposed.map(({ decision }) => calls.answer(denise, decision, 'approve')),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    const ids = proposed.map(({ id }) => id)
    const rows = await people.sql<{ number: number }[]>`
      SELECT number FROM organisation_number JOIN admission ON admission.organisation_id = organisation_number.organisation_id
       WHERE admission.id = ANY (${ids}) ORDER BY number`
    expect(rows.map(({ number }) => number - rows[0]!.number)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it.each([
    ['one SIREN', { siren: sirenOf(6_001), siretSeat: siretOf(sirenOf(6_001)) }, 'siren-already-admitted'],
    ['one name', { displayName: 'Jumelle Imagerie' }, 'display-name-too-close'],
  ])('under %s are one member; the other is told, and nothing of it stays', async (_, form, code) => {
    const proposed = await proposals([form, form, form])
    const answers = await Promise.all(
      proposed.map(({ decision }) => calls.answer(denise, decision, 'approve')),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    for (const answer of answers.filter(({ status }) => status === 409)) expect(answer.json.code).toBe(code)
    const rows = await people.sql<{ state: string }[]>`
      SELECT state FROM admission WHERE id = ANY (${proposed.map(({ id }) => id)}) ORDER BY state`
    expect(rows.map(({ state }) => state)).toEqual(['accepted', 'under-review', 'under-review'])
    const [orphans] = await people.sql<{ count: number }[]>`
      SELECT count(*)::int FROM organisation WHERE origin = 'admission'
         AND NOT EXISTS (SELECT FROM admission WHERE admission.organisation_id = organisation.id)`
    expect(orphans!.count).toBe(0)
  })
})

describe('a piece', () => {
  it('is a file of the author’s own: anybody else’s is unknown', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    const strangers = await calls.upload(await newcomer())
    await refused(() => calls.give(nina, id, 'power', { documentId: strangers }), 404, 'document-not-found')
    await refused(() => calls.give(nina, id, 'power', { documentId: NOBODY }), 404, 'document-not-found')
  })

  it('nobody asks for is unknown', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    for (const kind of ['contract', 'holiday', '__proto__', 'constructor'])
      await refused(() => calls.give(nina, id, kind, { note: 'x' }), 404, 'piece-unknown')
  })

  it('that was not handed in is not found good; one past its validity neither', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    await calls.event(nina, id, 'submit')
    await calls.event(ines, id, 'claim')
    await refused(
      () => calls.judge(ines, id, 'health-data-hosting', { verdict: 'good' }),
      409,
      'piece-not-given',
    )
    const past = { verdict: 'good', validUntil: '2020-01-01' }
    const answer = await refused(() => calls.judge(ines, id, 'power', past), 422, 'piece-validity-wrong')
    expect(pointers(answer)).toEqual(['/validUntil'])
    await refused(() => calls.judge(ines, id, 'power', { verdict: 'to-redo' }), 422, 'request-invalid')
  })

  it('past its validity rings, and does nothing more', async () => {
    const nina = await newcomer()
    const id = await calls.complete(nina)
    await calls.event(nina, id, 'submit')
    await calls.event(ines, id, 'claim')
    const soon = new Date(space.clock.now().getTime() + DAY_MS).toISOString().slice(0, 10)
    await calls.judge(ines, id, 'power', { verdict: 'good', validUntil: soon })
    await calls.judge(ines, id, 'security-contact', { verdict: 'good' })
    await pass(3 * DAY_MS)
    const [piece] = (await calls.read(ines, id)).json['pieces'] as { isStale: boolean; verdict: string }[]
    expect(piece).toMatchObject({ isStale: true, verdict: 'good' })
    expect((await calls.accept(ines, id)).status).toBe(202)
  })

  it('is opened by reviewers, and after admission by the readers of the organisation, each time with its event', async () => {
    const nina = await newcomer()
    const { admissionId, organisationId } = await calls.admitted(nina, ines, denise)
    const [row] = await people.sql<{ document_id: string }[]>`
      SELECT document_id FROM admission_piece WHERE admission_id = ${admissionId} AND kind = 'power'`
    const reader = await people.person('Reader', [{ organisation: organisationId, roles: ['OR'] }])
    const path = `/v1/documents/${row!.document_id}/content`
    expect((await space.request('GET', path, { as: ines })).status).toBe(200)
    expect((await space.request('GET', path, { as: reader })).status).toBe(200)
    expect((await space.request('GET', path, { as: await newcomer() })).status).toBe(404)
    const events = await eventsOf(row!.document_id)
    expect(events).toEqual([
      'document.uploaded',
      'document.attached',
      'access.document-opened',
      'access.document-opened',
    ])
  })
})
