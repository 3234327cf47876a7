import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HostileProvider, Misdeeds, ProviderPerson } from '../support/hostile-provider.ts'
import { createPeople, type People } from '../support/people.ts'
import { giveProvider, publicApi, REDIRECT_URI, useProfile } from '../support/provider-space.ts'
import { askProvider, beginSignIn, signInThroughProvider, type ProviderAnswer } from '../support/sign-in.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let provider: HostileProvider
let people: People

beforeAll(async () => {
  space = await startTrustSpace()
  provider = await giveProvider(space)
  people = await createPeople(space)
})
afterAll(async () => {
  await people.end()
  await provider.stop()
  await space.stop()
})

const alice = { sub: 'alice', name: 'Alice Aubry', email: 'alice@hopital.example' }

const signIn = (person: ProviderPerson = alice) => {
  provider.next(person)
  return signInThroughProvider(publicApi(space))
}

/** Everything that a sign-in could leave behind, but its attempt. */
const traces = async () => {
  const [row] = await people.sql`SELECT (SELECT count(*)::int FROM audit_event) AS events,
    (SELECT count(*)::int FROM session) AS sessions, (SELECT count(*)::int FROM person) AS people`
  return row
}

const complete = (handle: string, parameters: ProviderAnswer) =>
  space.request('POST', '/v1/sign-ins/complete', { as: 'public', body: { handle, parameters } })

/** A way to the provider and back, bent on the way; refused with the code, and nothing is left behind. */
async function expectRefusal(
  code: string,
  misdeeds: Misdeeds,
  bend: (answer: ProviderAnswer) => ProviderAnswer = (answer) => answer,
  person: ProviderPerson = alice,
) {
  provider.next(person, misdeeds)
  const { handle, authorizationUrl } = await beginSignIn(publicApi(space))
  const before = await traces()
  const answer = await complete(handle, bend(await askProvider(authorizationUrl)))
  expect(answer.json.code).toBe(code)
  expect(answer.status).toBe(code === 'sign-in-provider-unavailable' ? 503 : 403)
  expect(await traces()).toEqual(before)
  return { handle, answer }
}

describe('sign-in', () => {
  it('makes whoever the provider knows a newcomer, with a session that speaks for them', async () => {
    provider.next(alice)
    const signedIn = await signInThroughProvider(publicApi(space), { returnTo: '/operateur?x=1' })
    expect(signedIn).toMatchObject({ returnTo: '/operateur?x=1', personId: expect.any(String) })
    const { status, json } = await space.request('GET', '/v1/me', { as: signedIn })
    expect([status, json]).toEqual([
      200,
      {
        person: { id: signedIn.personId, name: 'Alice Aubry', mail: 'alice@hopital.example' },
        memberships: [],
        isAgency: false,
        authenticators: 0,
        sessionExpiresAt: '2026-11-25T09:00:00.000Z',
      },
    ])
    const events = await people.sql<{ event: string }[]>`SELECT event, actor_id, on_behalf_of FROM audit_event
      WHERE on_behalf_of = ${signedIn.personId} ORDER BY seq`
    expect(events.map(({ event }) => event)).toEqual(['person.entered', 'session.opened'])
  })

  it('asks the provider as the profile says: code, PKCE, state, nonce, the exact redirect', async () => {
    const { authorizationUrl } = await beginSignIn(publicApi(space))
    const asked = Object.fromEntries(new URL(authorizationUrl).searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[\w-]{43}$/)
    const [attempt] = await people.sql`SELECT * FROM sign_in_attempt ORDER BY id DESC LIMIT 1`
    expect(JSON.stringify(attempt)).not.toContain(asked['code_challenge'])
  })

  it('knows a person again by issuer and subject, and takes over what they are called now', async () => {
    const first = await signIn()
    const again = await signIn({ ...alice, name: 'Alice Aubry-Blin' })
    expect(again.personId).toBe(first.personId)
    const { json } = await space.request('GET', '/v1/me', { as: again })
    expect(json).toMatchObject({ person: { name: 'Alice Aubry-Blin' } })
    const [event] =
      await people.sql`SELECT data FROM audit_event WHERE event = 'person.changed' ORDER BY seq DESC LIMIT 1`
    expect(event).toEqual({ data: { fields: ['name'] } })
  })

  it('never takes two for one because their mail is the same', async () => {
    const [one, other] = [await signIn(), await signIn({ ...alice, sub: 'mallory' })]
    expect(other.personId).not.toBe(one.personId)
  })

  it('makes one person of a first sign-in that comes many times at once', async () => {
    provider.next({ sub: 'twins', name: 'Toni' })
    const all = await Promise.all(Array.from({ length: 6 }, () => signInThroughProvider(publicApi(space))))
    expect(new Set(all.map(({ personId }) => personId)).size).toBe(1)
    expect(new Set(all.map(({ token }) => token)).size).toBe(6)
  })

  it('keeps neither token nor handle, and no log line holds one', async () => {
    provider.next(alice)
    const { handle, authorizationUrl } = await beginSignIn(publicApi(space))
    const { json } = await complete(handle, await askProvider(authorizationUrl))
    const rows =
      await people.sql`SELECT token_sha256 FROM session UNION ALL SELECT handle_sha256 FROM sign_in_attempt`
    for (const secret of [String(json['token']), handle]) {
      expect(JSON.stringify(rows)).not.toContain(secret)
      expect(space.log.join('')).not.toContain(secret)
    }
    expect(space.log.join('')).not.toContain('alice@hopital.example')
  })

  it('is closed to a person who left', async () => {
    const { personId } = await signIn({ sub: 'leaver' })
    await people.sql`UPDATE person SET state = 'left' WHERE id = ${personId}`
    await expectRefusal('sign-in-person-left', {}, undefined, { sub: 'leaver' })
  })

  it.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '/a\u0000'])(
    'leads nobody to %j afterwards',
    async (returnTo) => {
      const answer = await space.request('POST', '/v1/sign-ins', { as: 'public', body: { returnTo } })
      expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: '/returnTo' }] } })
    },
  )
})

describe('an answer of the provider that was bent', () => {
  it.each<[string, string, Misdeeds]>([
    [
      'a nonce of another sign-in',
      'sign-in-nonce',
      { claims: (claims) => ({ ...claims, nonce: 'another' }) },
    ],
    ['no nonce', 'sign-in-nonce', { claims: ({ nonce: _, ...claims }) => claims }],
    [
      'another issuer in the token',
      'sign-in-issuer',
      { claims: (claims) => ({ ...claims, iss: 'https://evil.example' }) },
    ],
    ['another issuer in the redirect', 'sign-in-issuer', { iss: 'https://evil.example' }],
    ['no issuer in the redirect', 'sign-in-issuer', { iss: undefined }],
    ['another audience', 'sign-in-audience', { claims: (claims) => ({ ...claims, aud: 'another-client' }) }],
    [
      'an audience beside ours',
      'sign-in-audience',
      { claims: (claims) => ({ ...claims, aud: [String(claims.aud), 'another-client'] }) },
    ],
    ['no signature', 'sign-in-algorithm', { sign: 'none' }],
    ['an HMAC by the client’s secret', 'sign-in-algorithm', { sign: 'HS256 by the secret' }],
    ['an HMAC by the public key', 'sign-in-algorithm', { sign: 'HS256 by the public key' }],
    ['a signature of another key', 'sign-in-signature', { sign: 'foreign key' }],
    ['another subject under the same signature', 'sign-in-signature', { sign: 'broken' }],
    [
      'a token that is over',
      'sign-in-token-expired',
      { claims: (claims) => ({ ...claims, exp: Number(claims.iat) - 600, iat: Number(claims.iat) - 900 }) },
    ],
    ['a token without end', 'sign-in-token-expired', { claims: ({ exp: _, ...claims }) => claims }],
    ['a token without subject', 'sign-in-subject', { claims: ({ sub: _, ...claims }) => claims }],
    ['the userinfo of somebody else', 'sign-in-subject', { userinfoSub: 'somebody-else' }],
    ['a refusal by the person', 'sign-in-denied', { error: 'access_denied' }],
    ['a fault of the provider', 'sign-in-provider-unavailable', { error: 'server_error' }],
    ['a token endpoint that is broken', 'sign-in-provider-unavailable', { tokenStatus: 500 }],
  ])('%s: %s', async (_, code, misdeeds) => {
    await expectRefusal(code, misdeeds)
  })

  it('with a code that was used is refused, and so is a code made up', async () => {
    provider.next(alice)
    const [one, other] = [await beginSignIn(publicApi(space)), await beginSignIn(publicApi(space))]
    const answer = await askProvider(one.authorizationUrl)
    expect((await complete(one.handle, answer)).status).toBe(201)
    const mine = await askProvider(other.authorizationUrl)
    const before = await traces()
    const replayed = await complete(other.handle, { ...mine, code: answer['code'] ?? '' })
    expect(replayed).toMatchObject({ status: 403, json: { code: 'sign-in-code-refused' } })
    expect(await traces()).toEqual(before)
    await expectRefusal('sign-in-code-refused', {}, (bent) => ({ ...bent, code: 'made-up' }))
    await expectRefusal('sign-in-token-invalid', {}, ({ code: _, ...bent }) => bent)
  })

  it('with the code of somebody else is refused for its verifier, and for its nonce where the provider checks none', async () => {
    provider.next({ sub: 'victim' })
    const theirs = await askProvider((await beginSignIn(publicApi(space))).authorizationUrl)
    const injected = (answer: ProviderAnswer) => ({ ...answer, code: theirs['code'] ?? '' })
    await expectRefusal('sign-in-code-refused', {}, injected)
    await expectRefusal('sign-in-nonce', { takesAnyCode: true }, injected)
  })
})

describe('the way back', () => {
  it('belongs to the browser that set out: neither a state nor a handle alone opens it', async () => {
    provider.next(alice)
    const [mine, theirs] = [await beginSignIn(publicApi(space)), await beginSignIn(publicApi(space))]
    const answer = await askProvider(theirs.authorizationUrl)
    const before = await traces()
    for (const [handle, parameters] of [
      [mine.handle, answer],
      ['made-up', answer],
      [theirs.handle, { ...answer, state: 'made-up' }],
      [theirs.handle, { code: answer['code'] ?? '' }],
    ] as const)
      expect(await complete(handle, parameters)).toMatchObject({
        status: 403,
        json: { code: 'sign-in-state-unknown' },
      })
    expect(await traces()).toEqual(before)
    // Whoever set out comes back all the same.
    expect((await complete(theirs.handle, answer)).status).toBe(201)
  })

  it('is open once, also where the first time was refused', async () => {
    provider.next(alice)
    const { handle, authorizationUrl } = await beginSignIn(publicApi(space))
    const answer = await askProvider(authorizationUrl)
    const both = await Promise.all([complete(handle, answer), complete(handle, answer)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 403])
    expect(both.find(({ status }) => status === 403)?.json.code).toBe('sign-in-already-used')
    const refused = await expectRefusal('sign-in-nonce', { claims: (claims) => ({ ...claims, nonce: 'x' }) })
    const state = await people.sql`SELECT state FROM sign_in_attempt ORDER BY id DESC LIMIT 1`
    const again = await complete(refused.handle, { code: 'x', state: String(state[0]?.['state']) })
    expect(again.json.code).toBe('sign-in-already-used')
  })

  it('is open for ten minutes', async () => {
    provider.next(alice)
    const { handle, authorizationUrl } = await beginSignIn(publicApi(space))
    const answer = await askProvider(authorizationUrl)
    space.clock.advance(600_000)
    expect(await complete(handle, answer)).toMatchObject({ status: 403, json: { code: 'sign-in-expired' } })
  })
})

describe('the profile', () => {
  afterEach(() => useProfile(space, provider))

  it('without PKCE sends no challenge (ProConnect)', async () => {
    await useProfile(space, provider, { pkce: false })
    const { authorizationUrl } = await beginSignIn(publicApi(space))
    expect(authorizationUrl).not.toContain('code_challenge')
    expect((await signIn()).token).toMatch(/^[\w-]{43}$/)
    expect(provider.tokenRequests.at(-1)?.has('code_verifier')).toBe(false)
  })

  it('asks for claims and levels, and holds the token to them', async () => {
    await useProfile(space, provider, {
      acceptedAcr: ['eidas2', 'eidas3'],
      claims: { id_token: { amr: { essential: true } } },
    })
    const { authorizationUrl } = await beginSignIn(publicApi(space))
    const asked = new URL(authorizationUrl).searchParams
    expect(asked.get('acr_values')).toBe('eidas2 eidas3')
    expect(JSON.parse(asked.get('claims') ?? '')).toEqual({ id_token: { amr: { essential: true } } })
    await expectRefusal('sign-in-acr', {}, undefined, { ...alice, acr: 'eidas1' })
    await expectRefusal('sign-in-acr', {})
    expect((await signIn({ ...alice, acr: 'eidas2' })).token).toBeTruthy()
  })

  it('names the providers behind the provider that are let in', async () => {
    await useProfile(space, provider, { acceptedIdp: ['ministry'] })
    await expectRefusal('sign-in-idp', {}, undefined, { ...alice, idp_id: 'another' })
    expect((await signIn({ ...alice, idp_id: 'ministry' })).token).toBeTruthy()
  })

  it('may want a signed userinfo, and takes no other then', async () => {
    await useProfile(space, provider, { userinfo: 'jwt' })
    await expectRefusal('sign-in-token-invalid', {})
    provider.next(alice, { userinfo: 'signed' })
    expect((await signInThroughProvider(publicApi(space))).token).toBeTruthy()
    await expectRefusal('sign-in-signature', { userinfo: 'signed by a foreign key' })
  })

  it('of a provider that calls itself otherwise opens nothing', async () => {
    await useProfile(space, provider, { issuer: provider.issuer.replace('localhost', '127.0.0.1') })
    const answer = await space.request('POST', '/v1/sign-ins', { as: 'public', body: {} })
    expect(answer).toMatchObject({ status: 403, json: { code: 'sign-in-issuer' } })
  })

  it('of a provider that is down says so', async () => {
    await useProfile(space, provider, { issuer: 'http://localhost:1' })
    const answer = await space.request('POST', '/v1/sign-ins', { as: 'public', body: {} })
    expect(answer).toMatchObject({ status: 503, json: { code: 'sign-in-provider-unavailable' } })
  })

  it('is asked for: without one nobody signs in, and the registry starts', async () => {
    delete space.environment['REGISTRY_OIDC_PROFILE_FILE']
    await space.restartRegistry()
    for (const [path, body] of [
      ['/v1/sign-ins', {}],
      ['/v1/sign-ins/complete', { handle: 'x', parameters: {} }],
    ] as const)
      expect(await space.request('POST', path, { as: 'public', body })).toMatchObject({
        status: 503,
        json: { code: 'sign-in-not-configured' },
      })
  })
})
