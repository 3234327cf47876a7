import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, dayInParis } from '../../registry-api/src/paris-days.ts'
import { createAgreements, type Agreements } from '../support/agreements.ts'
import { DAY_MS, HOUR_MS } from '../support/clock.ts'
import { createPeople, type People } from '../support/people.ts'
import { act as actOnBox, seedDrimbox } from '../support/seed.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let on: Agreements

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  on = await createAgreements(space, people)
  await on.officialText('1.0')
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

async function refusal(status: number, asked: () => Promise<Answer>): Promise<string> {
  const before = await on.auditSize()
  const answer = await asked()
  expect(answer.status, answer.text).toBe(status)
  expect(await on.auditSize(), 'something was written').toBe(before)
  return answer.json.code
}
const dayIn = (days: number) => addDays(dayInParis(space.clock.now()), days)

/** Why it stands in the agency's queue without anybody's step. */
const ringing = async (id: string) => {
  const { json } = await space.request('GET', '/v1/requests?kind=commitment&limit=200', { as: on.ines })
  return json.items.filter((item) => item.id === id).map(({ event }) => event)
}

describe('a freeze', () => {
  const facts = { reason: 'Contact 24 h injoignable deux fois.', clause: 'Article 7' }

  it('hears the party for 15 days (M13), then two persons decide it; lines stay (M8)', async () => {
    const { organisationId, id } = await on.member('Gelée', [201])
    const proposed = on.must(await on.act(on.ines, id, 'freeze', facts), 202)
    expect(proposed.json['state']).toBe('observations')
    expect(await on.mailsTo(organisationId)).toEqual(['M6', 'M13'])
    expect(await refusal(409, () => on.approve(proposed))).toMatch(/observations-open|decision-wrong-state/)
    await on.later(15 * DAY_MS)
    on.must(await on.approve(proposed), 200)
    expect(await on.read(id)).toMatchObject({ state: 'frozen', resumeTo: 'active', lines: 1 })
    expect(await on.mailsTo(organisationId)).toEqual(['M6', 'M13', 'M8'])
    const [mail] = await people.sql<{ body: string }[]>`
      SELECT body FROM mail WHERE template = 'M8' AND recipient = ${organisationId}`
    // Adverse letters name their author (decisions 47) and the facts.
    expect(mail!.body).toMatch(/Denise[\s\S]*recours gracieux/)
    expect(mail!.body).toContain('Contact 24 h injoignable deux fois.')
    on.must(await on.actByTwo(id, 'restore', { reason: 'Contact rétabli.' }), 200)
    expect(await on.read(id)).toMatchObject({ state: 'active', resumeTo: null, lines: 1 })
  })

  it('is decided at once where urgency is written, never without a clause', async () => {
    const { id } = await on.member('Gel Urgent')
    expect(await refusal(422, () => on.act(on.ines, id, 'freeze', { reason: 'Des faits.' }))).toBe(
      'request-invalid',
    )
    on.must(await on.actByTwo(id, 'freeze', { ...facts, urgency: 'Risque pour les patients.' }), 200)
    expect((await on.read(id)).state).toBe('frozen')
  })
})

describe('a cut for safety', () => {
  const why = { reason: 'Clé privée publiée sur un forum.' }

  it('takes all lines off at once by one officer (M9), and another person confirms it', async () => {
    const { organisationId, id } = await on.member('Coupée', [211, 212])
    const cut = on.must(await on.act(on.astrid, id, 'cut', why), 200)
    expect(cut.json).toMatchObject({ state: 'out', resumeTo: 'active', lines: 0 })
    expect(await on.listed(organisationId)).toEqual([])
    expect(await on.mailsTo(organisationId)).toEqual(['M6', 'M9'])
    const { json } = await space.request('GET', `/v1/decisions?subject=${id}&state=to-confirm`, {
      as: on.denise,
    })
    const [decision] = json.items
    expect(decision).toMatchObject({ class: 'safety', state: 'to-confirm', version: 1 })
    const path = `/v1/decisions/${decision!.id}/confirm`
    // Example 24: a day later, unconfirmed, it is still cut.
    await on.later(25 * HOUR_MS)
    await on.time()
    expect((await on.read(id)).state).toBe('out')
    on.must(await on.vouched(on.denise, 'POST', path, {}, 1), 200)
    expect((await on.read(id)).state).toBe('out')
    // Back by two, to the state it had, its boxes untouched.
    on.must(await on.actByTwo(id, 'restore', why), 200)
    expect(await on.read(id)).toMatchObject({ state: 'active', resumeTo: null, lines: 2 })
    expect(await on.mailsTo(organisationId)).toEqual(['M6', 'M9', 'M6'])
  })

  it('needs a hardware key, and the second operator of a day needs two persons', async () => {
    await on.later(25 * HOUR_MS)
    const [one, two] = [await on.member('Coupure 1'), await on.member('Coupure 2')]
    const soft = await people.person('Astreinte sans clé', [{ organisation: 'agency', roles: ['AS'] }])
    expect(await refusal(403, () => on.act(soft, one.id, 'cut', why))).toBe('hardware-key-needed')
    for (const who of [one.signatory, on.arthur])
      expect(await refusal(403, () => on.act(who, one.id, 'cut', why))).toBe('right-missing')
    on.must(await on.act(on.astrid, one.id, 'cut', why), 200)
    expect(await refusal(409, () => on.act(on.astrid, two.id, 'cut', why))).toBe('safety-budget')
    const proposed = on.must(await on.act(on.ines, two.id, 'cut', why), 202)
    expect(proposed.json['class']).toBe('mass')
    expect((await on.read(two.id)).state).toBe('active')
    on.must(await on.approve(proposed), 200)
    expect((await on.read(two.id)).state).toBe('out')
  })

  it('example 25: is not confirmed by the officer who made it, whatever else they are', async () => {
    await on.later(25 * HOUR_MS)
    const { id } = await on.member('Auto-confirmée')
    const both = await people.person('Astreinte et décideuse', [
      { organisation: 'agency', roles: ['AS', 'AD'] },
    ])
    await on.hardware(both)
    on.must(await on.act(both, id, 'cut', { ...why, as: 'safety' }), 200)
    const { json } = await space.request('GET', `/v1/decisions?subject=${id}&state=to-confirm`, { as: both })
    const path = `/v1/decisions/${json.items[0]!.id}/confirm`
    expect(await refusal(403, () => on.vouched(both, 'POST', path, {}, 1))).toBe('same-person')
  })
})

describe('a return after long', () => {
  it('takes the word of both persons that each access point was proven again, after 30 days out', async () => {
    const { id } = await on.member('Longue Absence', [221])
    const why = { reason: 'Fin de la procédure.' }
    on.must(await on.actByTwo(id, 'cut', why), 200)
    await on.later(31 * DAY_MS)
    expect(await refusal(409, () => on.act(on.ines, id, 'restore', why))).toBe('control-unproven')
    on.must(await on.actByTwo(id, 'restore', { ...why, controlProven: true }), 200)
    expect((await on.read(id)).lines).toBe(1)
  })

  it('asks again at the second person’s word, where the 30 days pass in between', async () => {
    const { id } = await on.member('Presque Un Mois', [222])
    const why = { reason: 'Fin de la procédure.' }
    on.must(await on.actByTwo(id, 'cut', why), 200)
    await on.later(29 * DAY_MS)
    const proposed = on.must(await on.act(on.ines, id, 'restore', why), 202)
    await on.later(2 * DAY_MS)
    expect(await refusal(409, () => on.approve(proposed))).toBe('control-unproven')
    expect((await on.read(id)).state).toBe('out')
  })
})

describe('a notice', () => {
  it('is given by the signatory alone, 90 days at least; lines stay, and half of it winds down', async () => {
    const { organisationId, signatory, id } = await on.member('Préavis', [231])
    const lay = await people.person('Préavis OA', [{ organisation: organisationId, roles: ['OA'] }])
    expect(await refusal(403, () => on.act(lay, id, 'give-notice', { endsOn: dayIn(100) }))).toBe(
      'right-missing',
    )
    expect(await refusal(422, () => on.act(signatory, id, 'give-notice', { endsOn: dayIn(89) }))).toBe(
      'notice-too-short',
    )
    const given = on.must(await on.act(signatory, id, 'give-notice', { endsOn: dayIn(100) }), 200)
    expect(given.json).toMatchObject({ state: 'notice', endsOn: dayIn(100), lines: 1 })
    await on.later(50 * DAY_MS)
    expect(await on.time()).toBe(0)
    await on.later(DAY_MS)
    expect(await on.time()).toBe(1)
    expect(await on.time()).toBe(0)
    expect(await on.read(id)).toMatchObject({ state: 'winding-down', lines: 1 })
    expect(await on.listed(organisationId)).toEqual([231])
  })

  it('of the agency is adverse: facts, clause, observations, two persons', async () => {
    const { organisationId, id } = await on.member('Préavis Subi')
    const endsOn = dayIn(200)
    expect(await refusal(422, () => on.act(on.ines, id, 'give-notice', { endsOn }))).toBe('motive-needed')
    const facts = { reason: 'Contrat rompu.', clause: 'Article 12' }
    const proposed = on.must(await on.act(on.ines, id, 'give-notice', { endsOn, ...facts }), 202)
    expect(proposed.json).toMatchObject({ class: 'adverse', state: 'observations' })
    expect(await on.mailsTo(organisationId)).toEqual(['M6', 'M13'])
    await on.later(16 * DAY_MS)
    on.must(await on.approve(proposed), 200)
    expect(await on.read(id)).toMatchObject({ state: 'notice', endsOn })
  })

  it('example 9: when its last day has passed, nothing leaves: people end it', async () => {
    const { organisationId, signatory, id } = await on.member('Échue', [241, 242, 243])
    on.must(await on.act(signatory, id, 'give-notice', { endsOn: dayIn(90) }), 200)
    await on.later(400 * DAY_MS)
    await on.time()
    await on.time()
    expect(await on.read(id)).toMatchObject({ state: 'winding-down', lines: 3 })
    expect(await ringing(id)).toEqual(['end-passed'])
    expect(await on.listed(organisationId)).toEqual([241, 242, 243])
  })
})

describe('the end', () => {
  const why = { reason: 'Fin du préavis.' }

  it('example 8: two persons end it; boxes withdrawn, numbers burnt, no line left (M10)', async () => {
    const { organisationId, signatory, id } = await on.member('Finie', [251, 252])
    await actOnBox(space, 252, 'suspend')
    on.must(await on.act(signatory, id, 'give-notice', { endsOn: dayIn(90) }), 200)
    await on.later(60 * DAY_MS)
    await on.time()
    const proposed = on.must(await on.act(on.ines, id, 'end', why), 202)
    expect(proposed.json).toMatchObject({ class: 'mass', effect: { added: 0, removed: 1 } })
    expect(JSON.stringify(proposed.json['shown'])).toContain('251 db251.')
    expect(await on.listed(organisationId)).toEqual([251])
    on.must(await on.approve(proposed), 200)
    expect(await on.read(id)).toMatchObject({ state: 'ended', lines: 0 })
    const boxes = await people.sql<{ number: number; state: string }[]>`
      SELECT number, state FROM drimbox WHERE organisation_id = ${organisationId} ORDER BY number`
    expect(boxes.map(({ number, state }) => [number, state])).toEqual([
      [251, 'withdrawn'],
      [252, 'withdrawn'],
    ])
    const burnt =
      await people.sql`SELECT number FROM drimbox_number WHERE act = 'burnt' AND number IN (251, 252)`
    expect(burnt).toHaveLength(2)
    expect(await on.mailsTo(organisationId)).toEqual(['M6', 'M10'])
    expect(await refusal(409, () => on.act(on.ines, id, 'end', why))).toBe('commitment-wrong-state')
    await expect(people.sql`UPDATE commitment SET state = 'active' WHERE id = ${id}`).rejects.toThrow(/ended/)
  })

  it('is of the DRIMboxes that were shown: one more, and the proposal is void', async () => {
    const { organisationId, signatory, id } = await on.member('Une De Plus', [261])
    on.must(await on.act(signatory, id, 'give-notice', { endsOn: dayIn(90) }), 200)
    const proposed = on.must(await on.act(on.ines, id, 'end', why), 202)
    await actOnBox(space, 261, 'withdraw')
    const late = await on.approve(proposed)
    expect([late.status, late.json.code]).toEqual([409, 'decision-void'])
    expect(await on.read(id)).toMatchObject({ state: 'notice' })
    expect(await on.listed(organisationId)).toEqual([])
  })

  it('never comes straight from active, and never by one person or by time', async () => {
    const { signatory, id } = await on.member('En Vie')
    expect(await refusal(409, () => on.act(on.ines, id, 'end', why))).toBe('commitment-wrong-state')
    for (const who of [signatory, on.arthur, on.astrid])
      expect(await refusal(403, () => on.act(who, id, 'end', why))).toBe('right-missing')
  })
})

describe('a new version of the text', () => {
  it('asks for a signature by its day, and no line leaves between the two commitments', async () => {
    const { organisationId, signatory, id } = await on.member('Resignataire', [271])
    expect((await on.read(id)).recommitment).toBeNull()
    const by = dayIn(60)
    await on.officialText('2.0', { recommitBy: by })
    expect((await on.read(id)).recommitment).toMatchObject({ by, text: { label: '2.0' } })
    await on.time()
    await on.time()
    expect((await on.mailsTo(organisationId)).filter((name) => name === 'recommitment-asked')).toHaveLength(1)
    expect(await ringing(id)).toEqual(['recommitment'])
    const draft = await on.draft(signatory, organisationId)
    expect(draft.text?.label).toBe('2.0')
    await on.sign(signatory, draft)
    expect(await on.listed(organisationId)).toEqual([271])
    await on.time()
    expect(await on.read(id)).toMatchObject({ state: 'ended' })
    expect(await on.read(draft.id)).toMatchObject({ state: 'active', lines: 1, recommitment: null })
    expect(await on.listed(organisationId)).toEqual([271])
    expect((await on.eventsOf(id)).at(-1)).toBe('commitment.superseded')
    expect(await ringing(id)).toEqual([])
    const boxes = await people.sql<
      { state: string }[]
    >`SELECT state FROM drimbox WHERE organisation_id = ${organisationId}`
    expect(boxes.map(({ state }) => state)).toEqual(['in-service'])
  })

  it('brings nobody back who is out: that takes two persons first', async () => {
    const { organisationId, signatory, id } = await on.member('Contournement', [281])
    const draft = await on.draft(signatory, organisationId)
    await on.sign(signatory, draft)
    on.must(await on.actByTwo(id, 'cut', { reason: 'Un doute sérieux.' }), 200)
    await on.time()
    expect((await on.read(draft.id)).state).toBe('signed')
    expect(await ringing(draft.id)).toEqual(['held-back'])
    expect(await on.listed(organisationId)).toEqual([])
    on.must(await on.actByTwo(id, 'restore', { reason: 'Le doute est levé.' }), 200)
    await on.time()
    expect((await on.read(draft.id)).state).toBe('active')
    expect(await on.listed(organisationId)).toEqual([281])

    on.must(await on.actByTwo(draft.id, 'cut', { reason: 'Un autre doute.' }), 200)
    expect(await refusal(409, () => on.send(signatory, 'POST', '/v1/commitments', { organisationId }))).toBe(
      'commitment-is-out',
    )
  })
})

describe('a signed commitment whose day comes', () => {
  it('does not lift a freeze that was decided after it was countersigned', async () => {
    const { organisationId, signatory, id } = await on.member('Dégel Par La Date', [282])
    const draft = await on.draft(signatory, organisationId)
    await on.sign(signatory, draft)
    const facts = {
      reason: 'Contact injoignable.',
      clause: 'Article 7',
      urgency: 'Risque pour les patients.',
    }
    on.must(await on.actByTwo(id, 'freeze', facts), 200)
    await on.time()
    expect([(await on.read(id)).state, (await on.read(draft.id)).state]).toEqual(['frozen', 'signed'])
    expect(await ringing(draft.id)).toEqual(['held-back'])
    expect(await on.listed(organisationId)).toEqual([282])
    on.must(await on.actByTwo(id, 'restore', { reason: 'Contact rétabli.' }), 200)
    await on.time()
    expect((await on.read(draft.id)).state).toBe('active')
  })

  it('does not take back a notice that was given after it was countersigned', async () => {
    const { organisationId, signatory, id } = await on.member('Préavis Effacé')
    const draft = await on.draft(signatory, organisationId)
    await on.sign(signatory, draft)
    on.must(await on.act(signatory, id, 'give-notice', { endsOn: dayIn(100) }), 200)
    await on.later(60 * DAY_MS)
    await on.time()
    expect([(await on.read(id)).state, (await on.read(draft.id)).state]).toEqual(['winding-down', 'signed'])
    expect(await ringing(draft.id)).toEqual(['held-back'])
  })
})

describe('two at once', () => {
  it('a cut and a new DRIMbox leave no line, two proposals one decision, two notices one', async () => {
    await on.later(25 * HOUR_MS)
    const { organisationId, signatory, id } = await on.member('Course', [285])
    const { version } = await on.read(id)
    const body = { reason: 'Clé publiée.' }
    const path = `/v1/commitments/${id}/cut`
    const [cut] = await Promise.all([
      on.vouched(on.astrid, 'POST', path, body, version),
      seedDrimbox(space, 286, organisationId).catch(() => undefined),
    ])
    expect(cut.status, cut.text).toBe(200)
    expect(await on.listed(organisationId)).toEqual([])
    const [one, other] = await Promise.all([
      on.act(on.ines, id, 'restore', body),
      on.act(on.igor, id, 'restore', body),
    ])
    expect([one.status, other.status].toSorted()).toEqual([202, 409])
    on.must(await on.approve(one.status === 202 ? one : other), 200)
    const endsOn = dayIn(100)
    const notices = await Promise.all([1, 2].map(() => on.act(signatory, id, 'give-notice', { endsOn })))
    // The second has read what is no more (412), or finds it in notice already.
    expect(notices.map(({ status }) => status).toSorted()[0]).toBe(200)
    expect(notices.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})

describe('a DRIMbox', () => {
  it('enters under an active commitment only', async () => {
    const { organisationId, signatory, id } = await on.member('Sans Nouvelle Box')
    on.must(await on.act(signatory, id, 'give-notice', { endsOn: dayIn(90) }), 200)
    await expect(seedDrimbox(space, 291, organisationId)).rejects.toThrow(/commitment-not-active/)
  })
})
