import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { admissionCalls, sirenOf, siretOf } from '../support/admissions.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { seedDrimbox } from '../support/seed.ts'
import { startTrustSpace, type Answer, type RequestOptions, type TrustSpace } from '../support/trust-space.ts'

const DAY_MS = 86_400_000
const NOBODY = '01970000-0000-7000-8000-000000000000'

let space: TrustSpace
let people: People
let calls: ReturnType<typeof admissionCalls>
let ines: TestPerson
let denise: TestPerson
let olga: TestPerson
let leman: string
let copy: string
const siren = sirenOf(5150)

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  calls = admissionCalls(space, people)
  ines = await people.person('Ines', [{ organisation: 'agency', roles: ['AI'] }])
  denise = await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
  leman = await people.organisation({ name: 'Imagerie du Léman', siren })
  copy = await people.organisation({ name: 'Copie' })
  olga = await people.person('Olga', [{ organisation: leman, roles: ['OA', 'OS'] }])
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

const get = (path: string, as: RequestOptions['as']) => space.request('GET', path, { as })
const versionOf = async (table: 'organisation' | 'contact', id: string) => {
  const [row] = await people.sql<
    { version: number }[]
  >`SELECT version FROM ${people.sql(table)} WHERE id = ${id}`
  return `"v${row!.version}"`
}
const patch = async (as: TestPerson, id: string, body: unknown, withStepUp = false): Promise<Answer> => {
  const path = `/v1/organisations/${id}`
  const ifMatch = await versionOf('organisation', id)
  const stepUp = withStepUp ? await people.stepUp(as, { method: 'PATCH', path, ifMatch, body }) : {}
  return space.request('PATCH', path, { as, body, headers: { 'if-match': ifMatch, ...stepUp } })
}
const world = async () => {
  const [row] = await people.sql`
    SELECT (SELECT count(*) FROM audit_event) AS events, (SELECT count(*) FROM mail) AS mails,
           (SELECT sum(version) FROM organisation) AS versions, (SELECT sum(version) FROM contact) AS contacts,
           (SELECT count(*) FROM decision) AS decisions`
  return JSON.stringify(row)
}
const refused = async (act: () => Promise<Answer>, status: number, code: string) => {
  const before = await world()
  const answer = await act()
  expect(answer, answer.text).toMatchObject({ status, json: { code } })
  expect(await world(), 'something was written').toBe(before)
  return answer
}
const masked = ({ text }: Answer) => text.replace(/urn:request:[^"]+/, '')

describe('an organisation', () => {
  it('is read by its own people and the agency', async () => {
    for (const as of [olga, ines, denise]) {
      const answer = await get(`/v1/organisations/${leman}`, as)
      expect(answer).toMatchObject({ status: 200, json: { displayName: 'Imagerie du Léman', siren } })
      expect(answer.headers.get('etag')).toBe(await versionOf('organisation', leman))
    }
  })

  it('is to a stranger and a newcomer what an unknown id is, to the byte', async () => {
    const other = await people.organisation({ name: 'Téléimagerie Ouest' })
    const otto = await people.person('Otto', [{ organisation: other, roles: ['OA', 'OS', 'OT', 'OR'] }])
    const nina = await people.person('Nina')
    for (const as of [otto, nina]) {
      for (const path of ['', '/contacts']) {
        const known = await refused(
          () => get(`/v1/organisations/${leman}${path}`, as),
          404,
          'organisation-not-found',
        )
        expect(masked(known)).toBe(masked(await get(`/v1/organisations/${NOBODY}${path}`, as)))
      }
      const send = (id: string) =>
        space.request('PATCH', `/v1/organisations/${id}`, {
          as,
          body: { finess: null },
          headers: { 'if-match': '"v1"' },
        })
      const known = await refused(() => send(leman), 404, 'organisation-not-found')
      expect(masked(known)).toBe(masked(await send(NOBODY)))
    }
  })

  it('is found by the agency: part of a name, number, SIREN, kind, state; % is a letter like another', async () => {
    const vendor = await people.organisation({ name: 'Édiradio 100 %', kinds: ['vendor'] })
    const [{ public_number: number } = { public_number: '' }] = await people.sql<{ public_number: string }[]>`
      SELECT public_number FROM organisation WHERE id = ${leman}`
    const found = async (query: string, as: TestPerson = ines) =>
      (await get(`/v1/organisations?limit=200&${query}`, as)).json.items.map(({ id }) => id)
    expect(await found('q=l%C3%A9man')).toEqual([leman])
    expect(await found(`q=${siren}`)).toEqual([leman])
    expect(await found(`q=${number.toLowerCase()}`)).toEqual([leman])
    expect(await found(`number=${number}`)).toEqual([leman])
    expect(await found('kind=vendor')).toEqual([vendor])
    expect(await found('q=100%20%25')).toEqual([vendor])
    expect(await found('q=%25%25')).toEqual([])
    expect(await found('state=closed')).toEqual([])
    expect(await found('', olga)).toEqual([leman])
  })

  it('is to the public its number, name, kinds and since when, and nothing else', async () => {
    const { json } = await get('/v1/operators?limit=200', 'public')
    const own = json.items.find((item) => item['displayName'] === 'Imagerie du Léman')!
    expect(Object.keys(own).toSorted()).toEqual(['displayName', 'kinds', 'memberSince', 'number'])
    const [row] = await people.sql<
      { public_number: string }[]
    >`SELECT public_number FROM organisation WHERE id = ${leman}`
    expect((await get(`/v1/operators/${row!.public_number}`, 'public')).json).toEqual(own)
    await refused(() => get('/v1/operators/OP-99999', 'public'), 404, 'organisation-not-found')
    expect(json.items.some((item) => (item['kinds'] as string[]).includes('agency'))).toBe(false)
  })

  it('keeps its identifiers up to date by its administrator alone, each with its own check', async () => {
    const seat = siretOf(siren)
    const changed = await patch(olga, leman, {
      siretSeat: seat,
      finess: '750712184',
      structureIdentifier: `3${seat}`,
    })
    expect(changed).toMatchObject({
      status: 200,
      json: { siretSeat: seat, finess: '750712184', structureIdentifier: `3${seat}` },
    })
    const [event] = await people.sql`
      SELECT data FROM audit_event WHERE subject_id = ${leman} AND event = 'organisation.changed'`
    expect(event!['data']).toEqual({ fields: ['finess', 'siretSeat', 'structureId', 'structureIdType'] })
    expect((await patch(olga, leman, { finess: null })).json['finess']).toBeNull()
    const reader = await people.person('Odile', [{ organisation: leman, roles: ['OR', 'OT', 'OS'] }])
    await refused(() => patch(reader, leman, { finess: null }), 403, 'right-missing')
    await refused(() => patch(ines, leman, { finess: null }), 403, 'right-missing')
    const wrong = await refused(
      () => patch(olga, leman, { siretSeat: siretOf(sirenOf(5151)) }),
      422,
      'siret-of-another',
    )
    expect(wrong.json.errors).toMatchObject([{ pointer: '/siretSeat', code: 'siret-of-another' }])
    for (const [body, pointer] of [
      [{ siretSeat: '73282932000075' }, '/siretSeat'],
      [{ finess: '12' }, '/finess'],
      [{ structureIdentifier: '9123' }, '/structureIdentifier'],
      [{ publicNumber: 'OP-00001' }, '/publicNumber'],
      [{ siren: sirenOf(1) }, '/siren'],
      [{ state: 'closed' }, '/state'],
    ] as const) {
      const answer = await refused(() => patch(olga, leman, body), 422, 'request-invalid')
      expect(answer.json.errors).toMatchObject([{ pointer }])
    }
  })

  it('takes another name by two persons of the agency, and its lines change with it', async () => {
    const id = await people.organisation({ name: 'Ancien Nom' })
    const admin = await people.person('Admin', [{ organisation: id, roles: ['OA', 'OS'] }])
    await seedDrimbox(space, 501, id)
    await refused(() => patch(admin, id, { displayName: 'Nouveau Nom' }, true), 403, 'right-missing')
    await refused(
      () => patch(ines, id, { displayName: 'Nouveau Nom', finess: null }, true),
      422,
      'names-change-alone',
    )
    await refused(() => patch(ines, id, { displayName: 'Nouveau Nom' }), 403, 'step-up-required')
    const proposed = await patch(ines, id, { displayName: 'Nouveau Nom' }, true)
    expect(proposed, proposed.text).toMatchObject({
      status: 202,
      json: { effect: { added: 1, removed: 1 }, state: 'proposed' },
    })
    expect((await get(`/v1/organisations/${id}`, admin)).json['displayName']).toBe('Ancien Nom')
    const approved = await calls.answer(denise, proposed.json.id, 'approve')
    expect(approved.status, approved.text).toBe(200)
    expect((await get(`/v1/organisations/${id}`, admin)).json['displayName']).toBe('Nouveau Nom')
    const [line] = await people.sql`SELECT denomination FROM listed_line WHERE number = 501`
    expect(line!['denomination']).toBe('Nouveau Nom')
  })

  it.each([
    ['letter case', 'IMAGERIE DU LÉMAN'],
    ['an accent', 'Imagerie du Leman'],
    ['a Cyrillic letter', 'Imаgerie du Léman'],
    ['a Greek letter', 'Imagerie du Lέman'],
    ['l for I', 'lmagerie du Léman'],
    ['blanks and dashes', 'Imagerie-du  Léman'],
    ['rn for m', 'Irnagerie du Léman'],
  ])('is not named like another but for %s', async (_, displayName) => {
    const answer = await refused(
      () => patch(ines, copy, { displayName }, true),
      409,
      'display-name-too-close',
    )
    expect(answer.json.errors).toMatchObject([{ pointer: '/displayName', code: 'display-name-too-close' }])
    // A newcomer's draft is told the same at the field: displayed names are public.
    const nina = await people.person('Nina')
    const draft = await refused(() => calls.open(nina, { displayName }), 409, 'display-name-too-close')
    expect(draft.json.errors).toMatchObject([{ pointer: '/displayName' }])
  })

  it('edited by a hundred at once is edited one after the other: the others are told what changed', async () => {
    const ifMatch = await versionOf('organisation', leman)
    const send = (finess: string | null) =>
      space.request('PATCH', `/v1/organisations/${leman}`, {
        as: olga,
        body: { finess },
        headers: { 'if-match': ifMatch },
      })
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(null)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(99)
  })
})

describe('a contact', () => {
  const add = (as: TestPerson, body: unknown, id = leman) =>
    space.request('POST', `/v1/organisations/${id}/contacts`, { as, body })
  const call = async (
    as: TestPerson,
    method: string,
    id: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> =>
    space.request(method, `/v1/contacts/${id}${path}`, {
      as,
      headers: { 'if-match': await versionOf('contact', id) },
      ...(body === undefined ? {} : { body }),
    })
  const codeOf = async (mailbox: string) => {
    const [mail] = await people.sql<{ body: string }[]>`
      SELECT body FROM mail WHERE recipient = ${mailbox} ORDER BY id DESC LIMIT 1`
    return /\b\d{8}\b/.exec(mail!.body)![0]
  }

  it('for support has a role’s mailbox, and proves by a mailed code that somebody reads there', async () => {
    const personal = await refused(
      () => add(olga, { kind: 'support', mailbox: 'jeanne.martin@leman.example' }),
      422,
      'contact-invalid',
    )
    expect(personal.json.errors).toMatchObject([{ pointer: '/mailbox', code: 'mailbox-personal' }])
    const { json } = await add(olga, { kind: 'support', mailbox: 'support@leman.example' })
    expect(json).toMatchObject({ isVerified: false, verifiedAt: null })
    const sent = await call(olga, 'POST', json.id, '/send-code')
    expect(sent.status, sent.text).toBe(200)
    await refused(() => call(olga, 'POST', json.id, '/send-code'), 409, 'contact-code-just-sent')
    const code = await codeOf('support@leman.example')
    expect(sent.text).not.toContain(code)
    const [kept] = await people.sql`SELECT * FROM contact WHERE id = ${json.id}`
    expect(JSON.stringify(kept)).not.toContain(code)
    const verified = await call(olga, 'POST', json.id, '/verify', { code })
    expect(verified).toMatchObject({ status: 200, json: { isVerified: true } })
    expect((await call(olga, 'POST', json.id, '/verify', { code })).json.code).toBe('contact-code-wrong')

    const changed = await call(olga, 'PATCH', json.id, '', { mailbox: 'assistance@leman.example' })
    expect(changed.json).toMatchObject({
      mailbox: 'assistance@leman.example',
      isVerified: false,
      verifiedAt: null,
    })
    const events =
      await people.sql`SELECT event, data FROM audit_event WHERE subject_id = ${json.id} ORDER BY seq`
    expect(events.map(({ event }): unknown => event)).toEqual([
      'contact.added',
      'contact.code-sent',
      'contact.verified',
      'contact.code-failed',
      'contact.changed',
    ])
    expect(JSON.stringify(events)).not.toMatch(/@|\+33/)
  })

  it('gets no code after another by turns between two mailboxes', async () => {
    const { json } = await add(olga, { kind: 'admin', mailbox: 'stranger@leman.example' })
    const { status } = await call(olga, 'POST', json.id, '/send-code')
    expect(status).toBe(200)
    for (const mailbox of ['other@leman.example', 'stranger@leman.example'])
      expect(await call(olga, 'PATCH', json.id, '', { mailbox })).toMatchObject({
        status: 200,
        json: { codeExpiresAt: null },
      })
    await refused(() => call(olga, 'POST', json.id, '/send-code'), 409, 'contact-code-just-sent')
    space.clock.advance(10 * 60_000)
    expect((await call(olga, 'POST', json.id, '/send-code')).status).toBe(200)
  })

  it('has a code void after five wrong ones, or a day', async () => {
    const { json } = await add(olga, { kind: 'technical', mailbox: 'technique@leman.example' })
    await call(olga, 'POST', json.id, '/send-code')
    const code = await codeOf('technique@leman.example')
    const wrong = code === '00000000' ? '00000001' : '00000000'
    for (let index = 0; index < 5; index += 1)
      expect((await call(olga, 'POST', json.id, '/verify', { code: wrong })).json.code).toBe(
        'contact-code-wrong',
      )
    expect((await call(olga, 'POST', json.id, '/verify', { code })).json.code).toBe('contact-code-wrong')
    space.clock.advance(DAY_MS)
    await call(olga, 'POST', json.id, '/send-code')
    const late = await codeOf('technique@leman.example')
    space.clock.advance(DAY_MS)
    expect((await call(olga, 'POST', json.id, '/verify', { code: late })).json.code).toBe(
      'contact-code-wrong',
    )
  })

  it('verified a year ago is to be verified again', async () => {
    const { json } = await add(olga, { kind: 'dpo', mailbox: 'dpo@leman.example' })
    await people.sql`UPDATE contact SET verified_at = ${new Date(space.clock.now().getTime() - 366 * DAY_MS)} WHERE id = ${json.id}`
    const { json: list } = await get(`/v1/organisations/${leman}/contacts`, olga)
    expect(list.items.find(({ id }) => id === json.id)).toMatchObject({ isVerified: false })
  })

  it('stands once a kind, and the 24-hour one has a telephone', async () => {
    const missing = await refused(
      () => add(olga, { kind: 'security24h', mailbox: 'soc@leman.example' }),
      422,
      'contact-invalid',
    )
    expect(missing.json.errors).toMatchObject([{ pointer: '/phone', code: 'required' }])
    const { json } = await add(olga, { kind: 'security24h', phone: '+33123456789' })
    await refused(() => add(olga, { kind: 'security24h', phone: '+33123456789' }), 409, 'contact-kind-taken')
    await refused(() => call(olga, 'POST', json.id, '/send-code'), 409, 'contact-has-no-mailbox')
    const none = await refused(
      () => call(olga, 'PATCH', json.id, '', { phone: null }),
      422,
      'contact-invalid',
    )
    expect(none.json.errors).toMatchObject([{ pointer: '/phone' }])
  })

  it('is edited by the administrator alone, and unknown to everybody outside', async () => {
    const [contact] = (await get(`/v1/organisations/${leman}/contacts`, olga)).json.items
    const reader = await people.person('Odile', [{ organisation: leman, roles: ['OR', 'OS', 'OT'] }])
    await refused(() => call(reader, 'PATCH', contact!.id, '', { phone: null }), 403, 'right-missing')
    await refused(() => call(ines, 'PATCH', contact!.id, '', { phone: null }), 403, 'right-missing')
    await refused(() => add(reader, { kind: 'admin', mailbox: 'admin@leman.example' }), 403, 'right-missing')
    const stranger = await people.person('Otto', [
      { organisation: await people.organisation({ name: 'Tiers' }), roles: ['OA'] },
    ])
    for (const as of [stranger, await people.person('Nina')]) {
      const known = await refused(
        () => call(as, 'PATCH', contact!.id, '', { phone: null }),
        404,
        'contact-not-found',
      )
      const unknown = await space.request('PATCH', `/v1/contacts/${NOBODY}`, {
        as,
        body: { phone: null },
        headers: { 'if-match': '"v1"' },
      })
      expect(masked(known)).toBe(masked(unknown))
    }
  })
})
