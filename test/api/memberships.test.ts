import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endMembershipsOver } from '../../registry-api/src/accounts/end-membership.ts'
import { sleepIdlePeople } from '../../registry-api/src/accounts/sleep-members.ts'
import type { Role } from '../../registry-api/src/rights/roles.ts'
import { DAY_MS, HOUR_MS, testClock } from '../support/clock.ts'
import type { HostileProvider } from '../support/hostile-provider.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { giveProvider, publicApi } from '../support/provider-space.ts'
import { signInThroughProvider, type SignedIn } from '../support/sign-in.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

const SIREN = '123456782'
const SIRET = '12345678200010'
const NOBODY = '0197a000-0000-7000-8000-000000000000'

let space: TrustSpace
let provider: HostileProvider
let people: People
let clinic: string
let other: string
let olga: TestPerson
let second: TestPerson
let anne: TestPerson
let adele: TestPerson
let count = 0

beforeAll(async () => {
  space = await startTrustSpace({ clock: testClock() })
  provider = await giveProvider(space, { siretClaim: 'siret' })
  people = await createPeople(space)
  clinic = await people.organisation({ name: 'Clinique du Léman', siren: SIREN })
  other = await people.organisation({ name: 'Autre', siren: '552100554' })
  olga = await people.person('Olga', [{ organisation: clinic, roles: ['OA', 'OS'] }])
  second = await people.person('Oscar', [{ organisation: clinic, roles: ['OA'] }])
  anne = await people.person('Anne', [{ organisation: 'agency', roles: ['AA'] }])
  adele = await people.person('Adèle', [{ organisation: 'agency', roles: ['AA'] }])
})
afterAll(async () => {
  await people.end()
  await provider.stop()
  await space.stop()
})

const signIn = (claims: Readonly<Record<string, unknown>> = {}): Promise<SignedIn> => {
  count += 1
  provider.next({ sub: `newcomer-${count}`, name: `Newcomer ${count}`, siret: SIRET, ...claims })
  return signInThroughProvider(publicApi(space))
}
/** The same newcomer, once more. */
const signInAgain = async ({ personId }: SignedIn): Promise<SignedIn> => {
  const [row] = await people.sql`SELECT subject FROM identity WHERE person_id = ${personId}`
  provider.next({ sub: String(row?.['subject']), siret: SIRET })
  return signInThroughProvider(publicApi(space))
}
const invite = (
  as: Pick<TestPerson, 'headers'>,
  organisationId: string,
  roles: readonly string[],
  more = {},
) =>
  space.request('POST', '/v1/invitations', {
    as,
    body: { organisationId, roles, name: 'Omar Tessier', mail: 'omar@clinique.example' },
    ...more,
  })
/** The code, as the mail brings it: nothing else holds it. */
const codeInMail = async (): Promise<string> => {
  const [mail] = await people.sql`SELECT body FROM mail WHERE template = 'M11' ORDER BY id DESC LIMIT 1`
  return /⟦secret:([\w-]{43})/.exec(String(mail?.['body']))?.[1] ?? ''
}
const accept = (as: Pick<SignedIn, 'headers'>, code: string) =>
  space.request('POST', '/v1/invitations/accept', { as, body: { code } })
const memberOf = async (personId: string) =>
  (
    await people.sql`SELECT * FROM membership WHERE person_id = ${personId} ORDER BY id DESC LIMIT 1`
  )[0] as unknown as {
    id: string
    version: number
    state: string
    roles: Role[]
  }
const act = async (
  as: TestPerson,
  method: string,
  person: { id?: string; personId?: string },
  body?: unknown,
  path = '',
) => {
  const { id, version } = await memberOf(person.personId ?? person.id ?? '')
  return space.request(method, `/v1/memberships/${id}${path}`, {
    as,
    ...(body === undefined ? {} : { body }),
    headers: { 'if-match': `"v${version}"` },
  })
}
/** The same act with the security key. */
const actWithKey = async (
  as: TestPerson,
  method: string,
  person: { personId: string },
  body?: unknown,
  path = '',
) => {
  const { id, version } = await memberOf(person.personId)
  const call = { method, path: `/v1/memberships/${id}${path}`, ifMatch: `"v${version}"`, body }
  const stepUp = await people.stepUp(as, call)
  return space.request(method, call.path, {
    as,
    ...(body === undefined ? {} : { body }),
    headers: { 'if-match': call.ifMatch, ...stepUp },
  })
}
const isSignedIn = async (who: Pick<SignedIn, 'headers'>) =>
  (await space.request('GET', '/v1/me', { as: who })).status === 200
const events = async () => Number((await people.sql`SELECT count(*) FROM audit_event`)[0]?.['count'])
const refused = async (code: string, status: number, ask: () => Promise<Answer>) => {
  const before = await events()
  expect(await ask()).toMatchObject({ status, json: { code } })
  expect(await events()).toBe(before)
}
/** A member of the clinic, by the whole way. */
const join = async (roles: readonly Role[], claims = {}): Promise<SignedIn> => {
  await invite(olga, clinic, roles)
  const newcomer = await signIn(claims)
  const { json } = await accept(newcomer, await codeInMail())
  const session = json['session'] as { token: string } | null
  return session === null
    ? newcomer
    : { ...newcomer, token: session.token, headers: { authorization: `Session ${session.token}` } }
}

describe('an invitation', () => {
  it('leads one person to one organisation: its code comes by mail, and only its hash is kept', async () => {
    const invited = await invite(olga, clinic, ['OT', 'OR', 'OT'])
    expect(invited).toMatchObject({ status: 201, json: { roles: ['OT', 'OR'], organisationId: clinic } })
    expect(invited.json['code']).toBeUndefined()
    const code = await codeInMail()
    const kept = await people.sql`SELECT row_to_json(invitation)::text AS row FROM invitation`
    expect(JSON.stringify(kept)).not.toContain(code)
    expect(space.log.join('')).not.toContain(code)
    const told = await people.sql`SELECT data::text FROM audit_event WHERE event = 'invitation.created'`
    expect(JSON.stringify(told)).not.toMatch(/Omar|clinique\.example/)

    const newcomer = await signIn()
    const look = await space.request('POST', '/v1/invitations/look', { as: newcomer, body: { code } })
    expect(look.json).toMatchObject({
      organisation: { id: clinic, displayName: 'Clinique du Léman' },
      roles: ['OT', 'OR'],
    })
    const accepted = await accept(newcomer, code)
    expect(accepted).toMatchObject({
      status: 201,
      json: { membership: { organisationId: clinic, roles: ['OT', 'OR'], state: 'active' } },
    })
    // What one may do has changed: the old session is over, another has taken its place.
    expect(await isSignedIn(newcomer)).toBe(false)
    const { token } = accepted.json['session'] as { token: string }
    const me = await space.request('GET', '/v1/me', {
      as: { headers: { authorization: `Session ${token}` } },
    })
    expect(me.json).toMatchObject({ memberships: [{ organisation: { id: clinic }, state: 'active' }] })
  })

  it('is accepted once, by one of many at once', async () => {
    await invite(olga, clinic, ['OR'])
    const code = await codeInMail()
    const both = [await signIn(), await signIn()]
    const answers = await Promise.all(both.map((who) => accept(who, code)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 410])
    const late = await signIn()
    await refused('invitation-used', 410, () => accept(late, code))
    await refused('invitation-used', 410, () =>
      space.request('POST', '/v1/invitations/look', { as: late, body: { code } }),
    )
  })

  it('expires after seven days, to the millisecond', async () => {
    await invite(olga, clinic, ['OR'])
    const code = await codeInMail()
    space.clock.advance(7 * DAY_MS - 1)
    const newcomer = await signIn()
    expect(
      (await space.request('POST', '/v1/invitations/look', { as: newcomer, body: { code } })).status,
    ).toBe(200)
    space.clock.advance(1)
    await refused('invitation-expired', 410, () => accept(newcomer, code))
  })

  it('is no way back in for who made it: once they are no administrator, a second one confirms', async () => {
    const leaver = await people.person('Partante', [{ organisation: clinic, roles: ['OA'] }])
    expect((await invite(leaver, clinic, ['OA'])).status).toBe(201)
    const code = await codeInMail()
    expect((await act(olga, 'DELETE', leaver)).status).toBe(204)
    const back = await signIn()
    const answer = await accept(back, code)
    expect(answer).toMatchObject({ status: 201, json: { membership: { state: 'invited' }, session: null } })
    expect((await space.request('GET', `/v1/organisations/${clinic}`, { as: back })).status).toBe(404)
    expect((await act(second, 'POST', back, undefined, '/confirm')).status).toBe(200)
    expect((await act(olga, 'DELETE', back)).status).toBe(204)
  })

  it('is no secret to guess: an unknown code is unknown', async () => {
    const newcomer = await signIn()
    await refused('invitation-unknown', 404, () => accept(newcomer, 'x'.repeat(43)))
    expect(await accept(newcomer, '../..')).toMatchObject({ status: 422 })
  })

  it('makes nobody a member twice', async () => {
    const member = await join(['OT'])
    await invite(olga, clinic, ['OR'])
    const code = await codeInMail()
    await refused('already-member', 409, () => accept(member, code))
    expect(await isSignedIn(member)).toBe(true)
  })

  it('is given by administrators of that very organisation, and unknown elsewhere', async () => {
    const technician = await people.person('Tom', [{ organisation: clinic, roles: ['OT', 'OS'] }])
    await refused('right-missing', 403, () => invite(technician, clinic, ['OR']))
    const foreign = await invite(olga, other, ['OR'])
    const unknown = await invite(olga, NOBODY, ['OR'])
    const masked = ({ status, text }: Answer) => [status, text.replaceAll(/urn:request:[\w-]+/g, '')]
    expect(masked(foreign)).toEqual(masked(unknown))
    expect(foreign).toMatchObject({ status: 404, json: { code: 'organisation-not-found' } })
    await refused('right-missing', 403, () => invite(anne, clinic, ['OR']))
    const key = await people.apiKey(clinic, olga, ['read', 'boxes'])
    await refused('right-missing', 403, () =>
      invite(key, clinic, ['OR'], { headers: { 'idempotency-key': 'once-and-only' } }),
    )
    expect(
      (await space.request('POST', '/v1/invitations/accept', { as: 'public', body: { code: 'x' } })).status,
    ).toBe(401)
  })

  it.each([
    ['a control character', 'name', 'Omar\u0007'],
    ['NUL', 'name', 'Omar\u0000'],
    ['a right-to-left override', 'name', 'Omar\u202e'],
    ['a zero-width space', 'name', 'Om\u200bar'],
    ['a decomposed accent', 'name', 'Ome\u0301r'],
    ['a megabyte', 'name', 'O'.repeat(200_000)],
    ['a second line in the address', 'mail', 'omar@clinique.example\r\nBcc: all@evil.example'],
    ['two addresses', 'mail', 'omar@clinique.example, all@evil.example'],
    ['a name around the address', 'mail', 'Omar <omar@clinique.example>'],
    ['no address', 'mail', 'omar'],
    ['a number', 'organisationId', 7],
  ])('with %s is refused by field, in French, and nothing is sent', async (_, field, value) => {
    const [before] =
      await people.sql`SELECT (SELECT count(*) FROM invitation) AS i, (SELECT count(*) FROM mail) AS m`
    const answer = await space.request('POST', '/v1/invitations', {
      as: olga,
      headers: { 'accept-language': 'fr' },
      body: {
        organisationId: clinic,
        roles: ['OT'],
        name: 'Omar',
        mail: 'omar@clinique.example',
        [field]: value,
      },
    })
    expect(answer).toMatchObject({
      status: 422,
      json: { code: 'request-invalid', errors: [{ pointer: `/${field}` }] },
    })
    expect(answer.headers.get('content-language')).toBe('fr')
    const [after] =
      await people.sql`SELECT (SELECT count(*) FROM invitation) AS i, (SELECT count(*) FROM mail) AS m`
    expect(after).toEqual(before)
  })

  it('gives roles of the organisation, that fit together', async () => {
    await refused('roles-not-of-organisation', 422, () => invite(olga, clinic, ['AD']))
    await refused('roles-not-of-organisation', 422, () => invite(olga, clinic, ['VP']))
    const agency = await people.agency()
    await refused('roles-do-not-fit', 409, () => invite(anne, agency, ['AA', 'AD']))
    await refused('roles-not-of-organisation', 422, () => invite(anne, agency, ['OA']))
    for (const roles of [[], ['XX'], ['oa']])
      expect(await invite(olga, clinic, roles)).toMatchObject({
        status: 422,
        json: { code: 'request-invalid' },
      })
  })
})

describe('who claims another employer (example 30)', () => {
  it.each([
    ['another SIREN', { siret: '55210055400013' }],
    ['no SIREN', { siret: undefined }],
  ])('%s: waits for a second administrator, and may do nothing meanwhile', async (_, claims) => {
    const waiting = await join(['OT'], claims)
    expect(await memberOf(waiting.personId)).toMatchObject({ state: 'invited' })
    const told = await space.request('GET', `/v1/mails?organisation=${clinic}`, { as: olga })
    expect(told.json.items[0]).toMatchObject({ template: 'membership-to-confirm' })
    const me = await space.request('GET', '/v1/me', { as: waiting })
    expect(me.json).toMatchObject({ memberships: [{ state: 'invited', roles: ['OT'] }] })
    const seen = await space.request('GET', `/v1/memberships?organisation=${clinic}`, { as: waiting })
    expect(seen.json.items.map(({ id }) => id)).toEqual([(await memberOf(waiting.personId)).id])
    await refused('second-administrator-needed', 403, () => act(olga, 'POST', waiting, undefined, '/confirm'))
    const self = { id: waiting.personId, headers: waiting.headers }
    const own = await act(self, 'POST', waiting, undefined, '/confirm')
    expect(own.status).toBeGreaterThanOrEqual(403)
    expect((await act(second, 'POST', waiting, undefined, '/confirm')).json).toMatchObject({
      state: 'active',
    })
    expect(await isSignedIn(waiting)).toBe(false)
    await refused('membership-wrong-state', 409, () => act(second, 'POST', waiting, undefined, '/confirm'))
  })

  it('is not confirmed by somebody who may be the same person (S8)', async () => {
    const waiting = await join(['OT'], { siret: undefined, email: 'twin@clinique.example' })
    const twin = await people.person('Twin', [{ organisation: clinic, roles: ['OA'] }])
    await people.sql`UPDATE person SET mail = 'TWIN@clinique.example' WHERE id = ${twin.id}`
    await refused('person-in-doubt', 409, () => act(twin, 'POST', waiting, undefined, '/confirm'))
    await people.sql`UPDATE person SET mail = NULL WHERE id = ${waiting.personId}`
    await people.sql`UPDATE person SET mail = (SELECT mail FROM person WHERE id = ${olga.id}) WHERE id = ${twin.id}`
    await refused('person-in-doubt', 409, () => act(twin, 'POST', waiting, undefined, '/confirm'))
  })

  it('may be confirmed by the agency’s administrator too', async () => {
    const waiting = await join(['OT'], { siret: undefined })
    expect((await act(anne, 'POST', waiting, undefined, '/confirm')).status).toBe(200)
  })

  it('later, at a sign-in: sleeps where the employer is another, until somebody confirms', async () => {
    const sub = 'mover'
    const mover = await join(['OT'], { sub })
    provider.next({ sub, siret: '55210055400013' })
    await signInThroughProvider(publicApi(space))
    expect(await memberOf(mover.personId)).toMatchObject({ state: 'asleep' })
    expect((await act(olga, 'POST', mover, undefined, '/confirm')).json).toMatchObject({ state: 'active' })
  })
})

describe('members', () => {
  it('are listed for their team and for who deals with people at the agency', async () => {
    const list = async (as: TestPerson, organisation = clinic) =>
      (await space.request('GET', `/v1/memberships?organisation=${organisation}`, { as })).json.items
    const names = (items: Answer['json']['items']) =>
      items.map(({ person }) => (person as { name: string | null }).name)
    expect(names(await list(olga))).toEqual(expect.arrayContaining(['Olga', 'Oscar']))
    expect(await list(olga, other)).toEqual([])
    const reviewer = await people.person('Inès', [{ organisation: 'agency', roles: ['AI'] }])
    const support = await people.person('Arthur', [{ organisation: 'agency', roles: ['AR'] }])
    expect(names(await list(reviewer))).toContain('Olga')
    expect(new Set(names(await list(support)))).toEqual(new Set([null]))
    const stranger = await people.person('Stranger', [{ organisation: other, roles: ['OA'] }])
    const { id } = await memberOf(olga.id)
    expect(await space.request('GET', `/v1/memberships/${id}`, { as: stranger })).toMatchObject({
      status: 404,
      json: { code: 'membership-not-found' },
    })
  })

  it('get other roles from an administrator, lose their sessions with it, and the audit keeps both', async () => {
    const member = await join(['OT'])
    const changed = await act(olga, 'PATCH', member, { roles: ['OR'] })
    expect(changed).toMatchObject({ status: 200, json: { roles: ['OR'], version: 2 } })
    expect(changed.headers.get('etag')).toBe('"v2"')
    expect(await isSignedIn(member)).toBe(false)
    const [event] =
      await people.sql`SELECT data FROM audit_event WHERE event = 'membership.changed' ORDER BY seq DESC LIMIT 1`
    expect(event).toEqual({ data: { before: ['OT'], roles: ['OR'], until: null } })
  })

  it('are changed on the version that was read', async () => {
    const member = await join(['OT'])
    const { id } = await memberOf(member.personId)
    const patch = (headers: Record<string, string>) =>
      space.request('PATCH', `/v1/memberships/${id}`, { as: olga, body: { roles: ['OR'] }, headers })
    await refused('if-match-required', 428, () => patch({}))
    await refused('version-stale', 412, () => patch({ 'if-match': '"v9"' }))
    const answers = await Promise.all(Array.from({ length: 5 }, () => patch({ 'if-match': '"v1"' })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412, 412])
  })

  it('never change their own roles (S7)', async () => {
    await refused('own-roles', 403, () => act(olga, 'PATCH', olga, { roles: ['OA', 'OS', 'OT'] }))
  })

  it('are nobody else’s to change', async () => {
    const member = await join(['OT'])
    const stranger = await people.person('Stranger', [{ organisation: other, roles: ['OA'] }])
    await refused('membership-not-found', 404, () => act(stranger, 'PATCH', member, { roles: ['OA'] }))
    const colleague = await people.person('Colleague', [{ organisation: clinic, roles: ['OT', 'OS', 'OR'] }])
    await refused('right-missing', 403, () => act(colleague, 'PATCH', member, { roles: ['OA'] }))
    await refused('right-missing', 403, () => act(anne, 'PATCH', member, { roles: ['OA'] }))
  })

  it('leave: their sessions die at once, and somebody keeps the house', async () => {
    const member = await join(['OT'])
    const self = { id: member.personId, headers: member.headers }
    expect((await act(self, 'DELETE', member)).status).toBe(204)
    expect(await isSignedIn(member)).toBe(false)
    expect(await memberOf(member.personId)).toMatchObject({ state: 'ended' })
    await refused('membership-wrong-state', 409, () => act(olga, 'DELETE', member))

    const alone = await people.organisation({ name: 'Seule' })
    const only = await people.person('Only', [{ organisation: alone, roles: ['OA'] }])
    const answer = await act(only, 'DELETE', only)
    expect(answer).toMatchObject({ status: 409, json: { code: 'last-administrator', role: 'OA', who: 'AA' } })
    expect(await memberOf(only.id)).toMatchObject({ state: 'active' })
    await people.person('Signatory', [{ organisation: alone, roles: ['OS'] }])
    expect((await act(only, 'DELETE', only)).json).toMatchObject({ who: 'OS' })
  })

  it('of two administrators who leave at once, one stays', async () => {
    const house = await people.organisation({ name: 'Deux' })
    const both = [
      await people.person('One', [{ organisation: house, roles: ['OA'] }]),
      await people.person('Two', [{ organisation: house, roles: ['OA'] }]),
    ]
    const answers = await Promise.all(both.map((who) => act(who, 'DELETE', who)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409])
  })

  it('keep an API key asleep when its person has left', async () => {
    const member = await join(['OT'])
    const key = await people.apiKey(clinic, { id: member.personId, headers: member.headers }, ['read'])
    const use = () => space.request('GET', `/v1/memberships?organisation=${clinic}`, { as: key })
    expect((await use()).status).toBe(200)
    await act(olga, 'DELETE', member)
    expect(await use()).toMatchObject({ status: 401, json: { code: 'authentication-failed' } })
  })
})

describe('time', () => {
  it('ends the place of a deputy on the day, by the worker, and its rights at once', async () => {
    const member = await join(['OT'])
    const until = new Date(space.clock.now().getTime() + HOUR_MS).toISOString()
    await refused('until-not-ahead', 422, () =>
      act(olga, 'PATCH', member, { roles: ['OT'], until: space.clock.now().toISOString() }),
    )
    expect((await act(olga, 'PATCH', member, { roles: ['OT'], until })).json).toMatchObject({ until })
    const key = await people.apiKey(clinic, { id: member.personId, headers: member.headers }, ['read'])
    const deputy = await signInAgain(member)
    const places = async () => (await space.request('GET', '/v1/me', { as: deputy })).json['memberships']
    const useKey = () => space.request('GET', `/v1/memberships?organisation=${clinic}`, { as: key })
    const team = () => space.request('GET', `/v1/memberships?organisation=${clinic}`, { as: deputy })
    expect(await places()).toHaveLength(1)
    expect([(await useKey()).status, (await team()).json.items.length > 1]).toEqual([200, true])
    space.clock.advance(HOUR_MS - 1)
    await space.request('GET', '/v1/me', { as: deputy })
    space.clock.advance(1)
    // Before any worker has looked: the key is asleep, and the team is out of sight.
    expect([(await useKey()).status, (await team()).json.items.length]).toEqual([401, 1])
    expect(await endMembershipsOver(space.registry.world)).toBe(1)
    expect(await endMembershipsOver(space.registry.world)).toBe(0)
    expect(await memberOf(member.personId)).toMatchObject({ state: 'ended' })
  })

  it('puts to sleep whoever has not been here for 90 days; they wake up, their places wait for a word', async () => {
    const sub = 'sleeper'
    const sleeper = await join(['OT'], { sub })
    await people.sql`UPDATE person SET last_seen_at = ${space.clock.now()} WHERE id <> ${sleeper.personId}`
    await people.sql`UPDATE person SET last_seen_at = ${new Date(space.clock.now().getTime() - 90 * DAY_MS)}
      WHERE id = ${sleeper.personId}`
    expect(await sleepIdlePeople(space.registry.world)).toBe(0)
    space.clock.advance(1)
    expect(await sleepIdlePeople(space.registry.world)).toBe(1)
    expect(await isSignedIn(sleeper)).toBe(false)
    expect(await memberOf(sleeper.personId)).toMatchObject({ state: 'asleep' })
    provider.next({ sub, siret: SIRET })
    const awake = await signInThroughProvider(publicApi(space))
    expect(awake.personId).toBe(sleeper.personId)
    expect((await space.request('GET', '/v1/me', { as: awake })).json).toMatchObject({
      memberships: [{ state: 'asleep' }],
    })
    expect((await act(olga, 'POST', sleeper, undefined, '/confirm')).json).toMatchObject({ state: 'active' })
  })
})

describe('the agency', () => {
  const body = async (roles: readonly Role[]) => ({
    organisationId: await people.agency(),
    roles,
    name: 'Inès Ibarra',
    mail: 'ines@agence.example',
  })

  it('is joined by the word of two administrators, each with a security key', async () => {
    const invitation = await body(['AI'])
    await refused('step-up-required', 403, () =>
      space.request('POST', '/v1/invitations', { as: anne, body: invitation }),
    )
    const stepUp = await people.stepUp(anne, { method: 'POST', path: '/v1/invitations', body: invitation })
    const invited = await space.request('POST', '/v1/invitations', {
      as: anne,
      body: invitation,
      headers: stepUp,
    })
    expect(invited.status).toBe(201)
    const ines = await signIn()
    expect((await accept(ines, await codeInMail())).json).toMatchObject({
      membership: { state: 'invited', roles: ['AI'] },
      session: null,
    })
    expect((await space.request('GET', '/v1/me', { as: ines })).json).toMatchObject({ isAgency: false })
    await refused('second-administrator-needed', 403, () => act(anne, 'POST', ines, undefined, '/confirm'))
    await refused('step-up-required', 403, () => act(adele, 'POST', ines, undefined, '/confirm'))
    expect((await actWithKey(adele, 'POST', ines, undefined, '/confirm')).json).toMatchObject({
      state: 'active',
    })
  })

  it('is not joined by an administrator under a second account (S4, S7, S8)', async () => {
    const invitation = await body(['AD'])
    const headers = await people.stepUp(anne, { method: 'POST', path: '/v1/invitations', body: invitation })
    expect(
      (await space.request('POST', '/v1/invitations', { as: anne, body: invitation, headers })).status,
    ).toBe(201)
    const [self] = await people.sql<{ mail: string }[]>`SELECT mail FROM person WHERE id = ${anne.id}`
    const double = await signIn({ email: self!.mail.toUpperCase() })
    expect((await accept(double, await codeInMail())).json).toMatchObject({
      membership: { state: 'invited' },
    })
    await refused('person-in-doubt', 409, () => actWithKey(adele, 'POST', double, undefined, '/confirm'))
  })

  it('gives another role by a decision of two, and takes one away at once', async () => {
    const ines = await people.person('Inès', [{ organisation: 'agency', roles: ['AI', 'AR'] }])
    const who = { personId: ines.id }
    await refused('step-up-required', 403, () => act(anne, 'PATCH', who, { roles: ['AI', 'AP'] }))
    const proposed = await actWithKey(anne, 'PATCH', who, { roles: ['AI', 'AP'] })
    expect(proposed).toMatchObject({ status: 202, json: { class: 'identity', state: 'proposed' } })
    expect(await memberOf(ines.id)).toMatchObject({ roles: ['AI', 'AR'] })
    const approve = async (as: TestPerson) => {
      const { json } = await space.request('GET', `/v1/decisions/${proposed.json.id}`, { as })
      const call = {
        method: 'POST',
        path: `/v1/decisions/${proposed.json.id}/approve`,
        ifMatch: `"v${String(json['version'])}"`,
        body: { digest: json['digest'] },
      }
      const stepUp = await people.stepUp(as, call)
      return space.request('POST', call.path, {
        as,
        body: call.body,
        headers: { 'if-match': call.ifMatch, ...stepUp },
      })
    }
    await refused('same-person', 403, () => approve(anne))
    expect((await approve(adele)).status).toBe(200)
    expect(await memberOf(ines.id)).toMatchObject({ roles: ['AI', 'AP'], version: 2 })
    expect(await isSignedIn(ines)).toBe(false)
    const [event] =
      await people.sql`SELECT decision_id FROM audit_event WHERE event = 'membership.changed' ORDER BY seq DESC LIMIT 1`
    expect(event).toEqual({ decision_id: proposed.json.id })
    expect((await act(anne, 'PATCH', who, { roles: ['AI'] })).json).toMatchObject({ roles: ['AI'] })
  })

  it('never gives who hands out roles one that decides (S4)', async () => {
    const denise = await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
    await refused('roles-do-not-fit', 409, () => act(anne, 'PATCH', denise, { roles: ['AD', 'AA'] }))
  })
})
