import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAgreements, type Agreements } from '../support/agreements.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let on: Agreements
let textId: string

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  on = await createAgreements(space, people)
  textId = await on.officialText('1.0')
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

/** An organisation without a commitment, and its people. */
async function newcomer(name: string) {
  const organisationId = await people.organisation({ name, commitment: null })
  const of = (role: 'OA' | 'OS' | 'OT' | 'OR') =>
    people.person(`${name} ${role}`, [{ organisation: organisationId, roles: [role] }])
  return { organisationId, of, signatory: await of('OS') }
}

/** The code of a refusal; the status is checked, and that nothing was written. */
async function refusal(status: number, asked: () => Promise<Answer>): Promise<string> {
  const before = await on.auditSize()
  const answer = await asked()
  expect(answer.status, answer.text).toBe(status)
  expect(await on.auditSize(), 'something was written').toBe(before)
  return answer.json.code
}

describe('the way in', () => {
  it('leads from draft over signature, review and two persons to a line on the list', async () => {
    const { organisationId, id } = await on.member('Imagerie du Léman', [101])
    expect(await on.read(id)).toMatchObject({ state: 'active', lines: 1, text: { label: '1.0' } })
    expect(await on.listed(organisationId)).toEqual([101])
    expect(await on.eventsOf(id)).toEqual([
      'commitment.opened',
      'commitment.edited',
      'commitment.submitted',
      'commitment.claimed',
      'commitment.countersigned',
      'commitment.activated',
    ])
    expect(await on.mailsTo(organisationId)).toEqual(['M6'])
  })

  it('waits for the day of effect, in Paris', async () => {
    const { organisationId, signatory } = await newcomer('Effet Demain')
    const draft = await on.draft(signatory, organisationId, { effectiveOn: '2026-12-01' })
    await on.sign(signatory, draft)
    space.clock.set(new Date('2026-11-30T22:59:59.999Z'))
    await on.time()
    expect((await on.read(draft.id)).state).toBe('signed')
    space.clock.set(new Date('2026-11-30T23:00:00.000Z'))
    expect(await on.time()).toBe(1)
    expect((await on.read(draft.id)).state).toBe('active')
    expect(await on.time()).toBe(0)
  })
})

describe('a draft', () => {
  it('is the signatory’s to fill in, nobody else’s', async () => {
    const { organisationId, signatory, of } = await newcomer('Brouillon')
    for (const who of [await of('OA'), await of('OT'), await of('OR'), on.ines, on.denise])
      expect(await refusal(403, () => on.send(who, 'POST', '/v1/commitments', { organisationId }))).toBe(
        'right-missing',
      )
    const { json } = on.must(await on.send(signatory, 'POST', '/v1/commitments', { organisationId }), 201)
    expect(json).toMatchObject({
      kind: 'test-agreement',
      state: 'draft',
      turn: 'party',
      text: { id: textId },
    })
    const path = `/v1/commitments/${json.id}`
    expect(await refusal(403, () => on.send(on.ines, 'PATCH', path, { l2Consent: true }, 1))).toBe(
      'right-missing',
    )
    expect(await refusal(428, () => on.send(signatory, 'PATCH', path, { l2Consent: true }))).toBe(
      'if-match-required',
    )
    expect(await refusal(412, () => on.send(signatory, 'PATCH', path, { l2Consent: true }, 7))).toBe(
      'version-stale',
    )
    const edited = on.must(await on.send(signatory, 'PATCH', path, { l2Consent: true }, 1), 200)
    expect(edited.json).toMatchObject({ l2Consent: true, version: 2 })
    expect(edited.headers.get('etag')).toBe('"v2"')
    expect(await refusal(409, () => on.send(signatory, 'POST', '/v1/commitments', { organisationId }))).toBe(
      'commitment-already-open',
    )
  })

  it('is one at a time, also where two are opened in the same second', async () => {
    const { organisationId, signatory } = await newcomer('Deux Fois')
    const open = () => on.send(signatory, 'POST', '/v1/commitments', { organisationId })
    const answers = await Promise.all([open(), open(), open()])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
    expect(answers.filter(({ status }) => status === 409).map(({ json }) => json.code)).toEqual([
      'commitment-already-open',
      'commitment-already-open',
    ])
  })

  it('takes no hostile text, no wrong date and nobody else’s file', async () => {
    const { organisationId, signatory, of } = await newcomer('Mauvaises Saisies')
    const { json } = on.must(await on.send(signatory, 'POST', '/v1/commitments', { organisationId }), 201)
    const path = `/v1/commitments/${json.id}`
    const patch = (body: unknown) => () => on.send(signatory, 'PATCH', path, body, 1)
    for (const name of ['Ann\u202ea', 'Zero\u200bWidth', 'Nul\u0000', ' blancs ', 'e\u0301', 'x'.repeat(121)])
      expect(await refusal(422, patch({ signatories: [{ name, quality: 'Présidente' }] })), name).toBe(
        'request-invalid',
      )
    expect(await refusal(422, patch({ effectiveOn: '2026-02-30' }))).toBe('request-invalid')
    expect(await refusal(422, patch({ state: 'active' }))).toBe('request-invalid')
    expect(await refusal(422, patch({ effectiveOn: '2027-01-02', endsOn: '2027-01-02' }))).toBe(
      'dates-disagree',
    )
    const foreign = await on.upload(await of('OT'), 'commitment')
    expect(await refusal(404, patch({ documentId: foreign.id }))).toBe('document-not-found')
    expect(await refusal(404, patch({ documentId: randomUUID() }))).toBe('document-not-found')
    const draftText = on.must(
      await on.send(on.ines, 'POST', '/v1/reference-documents', {
        code: 'test-agreement',
        title: 'Convention à venir',
        label: '0.9',
        inForceOn: '2027-01-01',
        sha256: 'c'.repeat(64),
      }),
      201,
    )
    expect(await refusal(409, patch({ referenceDocumentId: draftText.json.id }))).toBe('text-not-in-force')
  })
})

describe('handing it in', () => {
  it('names every field that is missing, and asks for proof of the signatory’s power', async () => {
    const { organisationId, signatory } = await newcomer('Incomplète')
    const { json } = on.must(await on.send(signatory, 'POST', '/v1/commitments', { organisationId }), 201)
    const submit = () => on.act(signatory, json.id, 'submit', { readVersion: '1.0' })
    const empty = await submit()
    expect(empty.status).toBe(422)
    expect(empty.json.code).toBe('commitment-incomplete')
    expect(empty.json.errors.map(({ pointer }) => pointer)).toEqual([
      '/signatories',
      '/documentId',
      '/effectiveOn',
    ])
    await on.fillIn(signatory, json.id, { signatories: [{ name: 'Sans Pouvoir', quality: 'Présidente' }] })
    expect(await refusal(422, submit)).toBe('power-unproven')
    const power = await on.upload(signatory, 'power')
    const signatories = [
      { name: 'Pouvoir Périmé', quality: 'X', powerDocumentId: power.id, powerValidUntil: '2020-01-01' },
    ]
    await on.fillIn(signatory, json.id, {
      signatories: signatories.map((one) => ({ ...one, quality: 'Présidente' })),
    })
    expect(await refusal(422, submit)).toBe('power-unproven')
  })

  it('takes the signatory, their key for this very act, and the version they have read', async () => {
    const { organisationId, signatory, of } = await newcomer('Signature')
    const draft = await on.draft(signatory, organisationId)
    const path = `/v1/commitments/${draft.id}/submit`
    const body = { readVersion: '1.0' }
    expect(await refusal(403, () => on.send(signatory, 'POST', path, body, draft.version))).toBe(
      'step-up-required',
    )
    const elsewhere = await people.stepUp(signatory, { method: 'POST', path: `${path}x`, body })
    expect(
      await refusal(403, () =>
        space.request('POST', path, {
          as: signatory,
          body,
          headers: { ...elsewhere, 'if-match': `"v${draft.version}"` },
        }),
      ),
    ).toBe('step-up-mismatch')
    expect(await refusal(422, () => on.act(signatory, draft.id, 'submit', { readVersion: '0.9' }))).toBe(
      'text-not-read',
    )
    for (const who of [await of('OA'), on.ines])
      expect(await refusal(403, () => on.act(who, draft.id, 'submit', body))).toBe('right-missing')
    const submitted = on.must(await on.act(signatory, draft.id, 'submit', body), 200)
    expect(submitted.json).toMatchObject({ state: 'submitted', turn: 'agency' })
    expect(await refusal(409, () => on.act(signatory, draft.id, 'submit', body))).toBe(
      'commitment-wrong-state',
    )
    expect(
      await refusal(409, () =>
        on.send(signatory, 'PATCH', `/v1/commitments/${draft.id}`, { l2Consent: true }, draft.version + 1),
      ),
    ).toBe('commitment-wrong-state')
  })
})

describe('its review', () => {
  it('is one reviewer’s, who may give it back with a reason that its organisation reads', async () => {
    const { organisationId, signatory } = await newcomer('Relecture')
    const draft = await on.draft(signatory, organisationId)
    on.must(await on.act(signatory, draft.id, 'submit', { readVersion: '1.0' }), 200)
    for (const who of [on.arthur, on.astrid, signatory])
      expect(await refusal(403, () => on.act(who, draft.id, 'claim'))).toBe('right-missing')
    on.must(await on.act(on.ines, draft.id, 'claim'), 200)
    expect(await refusal(409, () => on.act(on.igor, draft.id, 'claim'))).toBe('commitment-wrong-state')
    expect(await refusal(422, () => on.act(on.ines, draft.id, 'return', {}))).toBe('request-invalid')
    on.must(await on.act(on.ines, draft.id, 'return', { reason: 'La page 3 manque.' }), 200)
    const seen = await space.request('GET', `/v1/commitments/${draft.id}`, { as: signatory })
    expect(seen.json).toMatchObject({ state: 'draft', reason: 'La page 3 manque.', claimedBy: null })
    expect(await on.mailsTo(organisationId)).toEqual(['M2'])
    // The audit is never erased: it keeps no word that a person wrote.
    const [row] = await people.sql<{ data: Record<string, unknown> }[]>`
      SELECT data FROM audit_event WHERE event = 'commitment.returned' AND subject_id = ${draft.id}`
    expect(JSON.stringify(row!.data)).not.toContain('page 3')
    expect(row!.data['reasonSha256']).toMatch(/^[0-9a-f]{64}$/)
  })

  it('example 38: nobody reviews their own organisation', async () => {
    const { organisationId, signatory } = await newcomer('Deux Casquettes')
    const both = await people.person('Agent et membre', [
      { organisation: 'agency', roles: ['AI', 'AD'] },
      { organisation: organisationId, roles: ['OR'] },
    ])
    const draft = await on.draft(signatory, organisationId)
    on.must(await on.act(signatory, draft.id, 'submit', { readVersion: '1.0' }), 200)
    expect(await refusal(403, () => on.act(both, draft.id, 'claim'))).toBe('conflict-of-interest')
  })
})

describe('its countersignature', () => {
  let draftId: string
  let signatory: TestPerson
  let fileSha256: string

  beforeAll(async () => {
    const party = await newcomer('Contreseing')
    signatory = party.signatory
    const draft = await on.draft(signatory, party.organisationId)
    draftId = draft.id
    fileSha256 = draft.file!.sha256
    on.must(await on.act(signatory, draft.id, 'submit', { readVersion: '1.0' }), 200)
    on.must(await on.act(on.ines, draft.id, 'claim'), 200)
  })

  it('example 39: is not of a file other than the one that was read', async () => {
    const other = { fileSha256: 'd'.repeat(64) }
    expect(await refusal(409, () => on.act(on.ines, draftId, 'countersign', other))).toBe('document-changed')
  })

  it('takes two persons: its proposer is never the second, and a reviewer is no decider', async () => {
    for (const who of [on.arthur, on.astrid, signatory])
      expect(await refusal(403, () => on.act(who, draftId, 'countersign', { fileSha256 }))).toBe(
        'right-missing',
      )
    const proposed = on.must(await on.act(on.denise, draftId, 'countersign', { fileSha256 }), 202)
    expect(proposed.json).toMatchObject({ class: 'grant', state: 'proposed', event: 'countersign' })
    expect((await on.read(draftId)).state).toBe('under-review')
    expect(await refusal(403, () => on.approve(proposed, on.denise))).toBe('same-person')
    expect(await refusal(403, () => on.approve(proposed, on.igor))).toMatch(/right-missing|not-a-decider/)
    expect(await refusal(409, () => on.act(on.ines, draftId, 'countersign', { fileSha256 }))).toBe(
      'decision-already-proposed',
    )
    on.must(await on.approve(proposed, on.didier), 200)
    expect((await on.read(draftId)).state).toBe('signed')
  })

  it('is void once the commitment has moved on', async () => {
    const party = await newcomer('Reprise')
    const draft = await on.draft(party.signatory, party.organisationId)
    on.must(await on.act(party.signatory, draft.id, 'submit', { readVersion: '1.0' }), 200)
    on.must(await on.act(on.ines, draft.id, 'claim'), 200)
    const body = { fileSha256: draft.file!.sha256 }
    const proposed = on.must(await on.act(on.ines, draft.id, 'countersign', body), 202)
    on.must(await on.act(on.igor, draft.id, 'return', { reason: 'Une page manque.' }), 200)
    const late = await on.approve(proposed, on.denise)
    expect(late.status).toBe(409)
    expect(late.json.code).toBe('decision-void')
    expect((await on.read(draft.id)).state).toBe('draft')
    const { json } = await space.request('GET', `/v1/decisions/${proposed.json.id}`, { as: on.ines })
    expect(json['state']).toBe('void')
  })
})

describe('who sees it', () => {
  it('is its own people and the agency: to all others it is an id that nobody has', async () => {
    const { organisationId, signatory, of } = await newcomer('Discrète')
    const draft = await on.draft(signatory, organisationId)
    const { signatory: stranger } = await newcomer('Étrangère')
    const path = (id: string) => `/v1/commitments/${id}`
    const masked = ({ json }: Answer) => ({ ...json, instance: '' })
    const unknown = await space.request('GET', path(randomUUID()), { as: stranger })
    const foreign = await space.request('GET', path(draft.id), { as: stranger })
    expect(foreign.status).toBe(404)
    expect(masked(foreign)).toEqual(masked(unknown))
    const act = await on.act(stranger, draft.id, 'submit', { readVersion: '1.0' })
    expect([act.status, act.json.code]).toEqual([404, 'commitment-not-found'])
    expect((await space.request('GET', '/v1/commitments', { as: stranger })).json.items).toEqual([])
    for (const who of [await of('OR'), on.arthur, on.astrid])
      expect((await space.request('GET', path(draft.id), { as: who })).status).toBe(200)
    expect((await space.request('GET', path(draft.id), { as: 'public' })).status).toBe(401)
  })

  it('is a key that may read, which never signs or decides', async () => {
    const { organisationId, signatory } = await newcomer('Par Clé')
    const draft = await on.draft(signatory, organisationId)
    const key = await people.apiKey(organisationId, signatory, ['read'])
    const deaf = await people.apiKey(organisationId, signatory, ['boxes'])
    const path = `/v1/commitments/${draft.id}`
    expect((await space.request('GET', path, { as: key })).status).toBe(200)
    expect((await space.request('GET', path, { as: deaf })).json.code).toBe('key-scope-missing')
    const headers = { 'if-match': `"v${draft.version}"` }
    expect(
      await refusal(403, () =>
        space.request('POST', `${path}/submit`, { as: key, body: { readVersion: '1.0' }, headers }),
      ),
    ).toBe('key-may-not-decide')
  })

  it('finds it by organisation, state and kind, page by page', async () => {
    const { organisationId, signatory } = await newcomer('Paginée')
    const draft = await on.draft(signatory, organisationId)
    const list = async (query: string) =>
      (await space.request('GET', `/v1/commitments?${query}`, { as: on.arthur })).json
    expect((await list(`organisation=${organisationId}`)).items.map(({ id }) => id)).toEqual([draft.id])
    expect((await list(`organisation=${organisationId}&state=active`)).items).toEqual([])
    expect((await list(`organisation=${organisationId}&kind=import`)).items).toEqual([])
    const seen: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const page = await list(`limit=2${next === '' ? '' : `&after=${next}`}`)
      seen.push(...page.items.map(({ id }) => id))
      next = page.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toContain(draft.id)
  })
})
