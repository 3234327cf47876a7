import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resolveCredential } from '../../registry-api/src/accounts/resolve-credential.ts'
import { assertMay } from '../../registry-api/src/rights/rights.rules.ts'
import { HOUR_MS, testClock } from '../support/clock.ts'
import type { HostileProvider } from '../support/hostile-provider.ts'
import { createPeople, type People } from '../support/people.ts'
import { giveProvider, publicApi } from '../support/provider-space.ts'
import { signInThroughProvider, type SignedIn } from '../support/sign-in.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let provider: HostileProvider
let people: People
let count = 0

beforeAll(async () => {
  space = await startTrustSpace({ clock: testClock() })
  provider = await giveProvider(space, { siretClaim: 'siret' })
  people = await createPeople(space)
})
afterAll(async () => {
  await people.end()
  await provider.stop()
  await space.stop()
})
beforeEach(async () => {
  await people.sql`UPDATE membership SET state = 'ended'`
})

type Codes = readonly { readonly role: string; readonly code: string }[]
const bootstrap = (body: unknown = {}, sent: object = {}) =>
  space.request('POST', '/v1/bootstrap-codes', { body, ...sent })
const codesOf = (answer: { json: Readonly<Record<string, unknown>> }) => answer.json['codes'] as Codes
const signIn = (): Promise<SignedIn> => {
  count += 1
  provider.next({ sub: `first-${count}` })
  return signInThroughProvider(publicApi(space))
}
const accept = async (code: string) => {
  const who = await signIn()
  const answer = await space.request('POST', '/v1/invitations/accept', { as: who, body: { code } })
  const session = answer.json['session'] as { token: string } | undefined
  const headers = { authorization: `Session ${session?.token ?? ''}` }
  return { ...answer, personId: who.personId, headers }
}

describe('the bootstrap of the agency', () => {
  it('enters no agency under the name or the SIREN of another', async () => {
    const registered = await space.request('POST', '/v1/operators', {
      body: { name: 'Lemania', siren: '732829320' },
    })
    expect(registered.status).toBe(201)
    expect(await bootstrap({ displayName: 'LEMANIA' })).toMatchObject({
      status: 409,
      json: { code: 'display-name-too-close' },
    })
    expect(await bootstrap({ siren: '732829320' })).toMatchObject({
      status: 409,
      json: { code: 'siren-registered' },
    })
    expect(await bootstrap({ siren: '732829321' })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/siren' }] },
    })
    expect(await people.sql`SELECT id FROM invitation`).toEqual([])
  })

  it('gives three codes, once each: two administrators and a decider, members at once', async () => {
    const first = await bootstrap({ legalName: 'Agence du numérique en santé', displayName: 'ANS' })
    expect(first.status).toBe(201)
    expect(codesOf(first).map(({ role }) => role)).toEqual(['AA', 'AA', 'AD'])
    const [agency] =
      await people.sql`SELECT id, display_name, kinds FROM organisation WHERE 'agency' = ANY (kinds)`
    expect(agency).toEqual({ id: first.json['organisationId'], display_name: 'ANS', kinds: ['agency'] })
    for (const { role, code } of codesOf(first)) {
      const accepted = await accept(code)
      expect(accepted).toMatchObject({
        status: 201,
        json: { membership: { roles: [role], state: 'active' } },
      })
      expect((await space.request('GET', '/v1/me', { as: accepted })).json).toMatchObject({ isAgency: true })
      expect(await accept(code)).toMatchObject({ status: 410, json: { code: 'invitation-used' } })
    }
    const events = Number((await people.sql`SELECT count(*) FROM audit_event`)[0]?.['count'])
    expect(await bootstrap()).toMatchObject({ status: 409, json: { code: 'bootstrap-complete' } })
    expect(Number((await people.sql`SELECT count(*) FROM audit_event`)[0]?.['count'])).toBe(events)
  })

  it('enters the agency once, and gives codes for whoever is missing', async () => {
    const [{ code } = { code: '' }] = codesOf(await bootstrap())
    await accept(code)
    expect(codesOf(await bootstrap()).map(({ role }) => role)).toEqual(['AA', 'AD'])
    const agencies = await people.sql`SELECT id FROM organisation WHERE 'agency' = ANY (kinds)`
    expect(agencies).toHaveLength(1)
  })

  it('leaves one set of codes that open: newer ones take the place of older ones, for an hour', async () => {
    const older = codesOf(await bootstrap())
    const newer = codesOf(await bootstrap())
    for (const { code } of older)
      expect(await accept(code)).toMatchObject({ status: 410, json: { code: 'invitation-expired' } })
    space.clock.advance(HOUR_MS)
    for (const { code } of newer)
      expect(await accept(code)).toMatchObject({ status: 410, json: { code: 'invitation-expired' } })
    const both = await Promise.all([bootstrap(), bootstrap()])
    const accepted = []
    for (const { code } of both.flatMap(codesOf)) accepted.push((await accept(code)).status)
    expect(accepted.toSorted()).toEqual([201, 201, 201, 410, 410, 410])
  })

  it('is the operations key’s alone', async () => {
    const anne = await people.person('Anne', [{ organisation: 'agency', roles: ['AA'] }])
    expect(await bootstrap({}, { as: anne })).toMatchObject({ status: 403, json: { code: 'right-missing' } })
    expect((await bootstrap({}, { as: 'public' })).status).toBe(401)
  })

  it('in mode real leaves the agency reading until three people have two security keys each', async () => {
    const members: { readonly personId: string; readonly headers: { readonly authorization: string } }[] = []
    for (const { code } of codesOf(await bootstrap())) members.push(await accept(code))
    const principalOf = async (index: number, mode: 'demo' | 'real') => {
      const token = members[index]!.headers.authorization.slice('Session '.length)
      const tokenSha256 = createHash('sha256').update(token).digest('hex')
      return (await resolveCredential({ ...space.registry.world, mode }, { kind: 'session', tokenSha256 }))!
    }
    const enrol = async (personId: string) => {
      await people.sql`INSERT INTO authenticator ${people.sql({
        id: randomUUID(),
        person_id: personId,
        credential_id: randomUUID(),
        public_key: randomBytes(32),
        sign_count: 0,
        aaguid: '00000000-0000-0000-0000-000000000000',
        label: 'key of a test',
        transports: [],
        is_hardware: true,
        created_at: space.clock.now(),
      })}`
    }
    const notReady: unknown = expect.objectContaining({ code: 'agency-not-ready' })
    for (let keys = 0; keys < 6; keys += 1) {
      const decider = await principalOf(2, 'real')
      expect(() => assertMay(decider, 'any.read')).not.toThrow()
      expect(() => assertMay(decider, 'decision.approve')).toThrow(notReady)
      const administrator = await principalOf(0, 'real')
      expect(() => assertMay(administrator, 'member.grant')).toThrow(notReady)
      expect(() => assertMay(administrator, 'audit.read')).not.toThrow()
      await enrol(members[keys % 3]!.personId)
    }
    expect(await principalOf(2, 'demo')).not.toHaveProperty('isProvisional')
    const ready = await principalOf(2, 'real')
    expect(() => assertMay(ready, 'decision.approve')).not.toThrow()
    await people.sql`UPDATE authenticator SET ended_at = ${space.clock.now()}`
    const later = await principalOf(2, 'real')
    expect(() => assertMay(later, 'decision.approve')).not.toThrow()
  })
})
