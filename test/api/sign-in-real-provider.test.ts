import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { profileOf, type ClientKind } from '../../demo/identity-provider/clients.ts'
import { startIdentityProvider, type IdentityProvider } from '../../demo/identity-provider/provider.ts'
import { publicApi, REDIRECT_URI } from '../support/provider-space.ts'
import { askProvider, beginSignIn, signInThroughProvider } from '../support/sign-in.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

// oidc-provider, as the demo runs it: what our own provider of the tests agrees to, an independent one must too.
let space: TrustSpace
let provider: IdentityProvider

beforeAll(async () => {
  space = await startTrustSpace()
  provider = await startIdentityProvider({ port: 0, redirectUris: [REDIRECT_URI] })
})
afterAll(async () => {
  await provider.stop()
  await space.stop()
})

async function speakAs(kind: ClientKind, over: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const clientSecretFile = join(space.directory, `${kind}.secret`)
  const profileFile = join(space.directory, `${kind}.json`)
  const profile = profileOf({ issuer: provider.issuer, kind, clientSecretFile, redirectUri: REDIRECT_URI })
  await writeFile(clientSecretFile, provider.secrets[kind])
  await writeFile(profileFile, JSON.stringify({ ...profile, ...over }))
  space.environment['REGISTRY_OIDC_PROFILE_FILE'] = profileFile
  await space.restartRegistry()
}

const signIn = (login: string) => signInThroughProvider(publicApi(space), { login })

describe.each(['json', 'jwt'] as const)('oidc-provider, userinfo as %s', (kind) => {
  beforeAll(() => speakAs(kind))

  it('signs people in, each under their own identity', async () => {
    const [nina, olga] = [await signIn('nina'), await signIn('olga')]
    expect(nina.personId).not.toBe(olga.personId)
    expect((await space.request('GET', '/v1/me', { as: nina })).json).toMatchObject({
      person: { id: nina.personId, name: 'Nina Noël', mail: 'nina@demo.example' },
      memberships: [],
    })
    expect((await signIn('nina')).personId).toBe(nina.personId)
  })

  it('takes no code twice, and none with another verifier', async () => {
    const [one, other] = [await beginSignIn(publicApi(space)), await beginSignIn(publicApi(space))]
    const [mine, theirs] = [
      await askProvider(one.authorizationUrl, 'nina'),
      await askProvider(other.authorizationUrl, 'olga'),
    ]
    const complete = (handle: string, parameters: object) =>
      space.request('POST', '/v1/sign-ins/complete', { as: 'public', body: { handle, parameters } })
    const refused = { status: 403, json: { code: 'sign-in-code-refused' } }
    expect(await complete(one.handle, { ...mine, code: theirs['code'] })).toMatchObject(refused)
    expect((await complete(other.handle, theirs)).status).toBe(201)
    const third = await beginSignIn(publicApi(space))
    const again = await askProvider(third.authorizationUrl, 'olga')
    expect(await complete(third.handle, { ...again, code: theirs['code'] })).toMatchObject(refused)
  })
})

describe('oidc-provider', () => {
  it('makes one person of one subject, whichever client asked', async () => {
    await speakAs('json')
    const asJson = await signIn('omar')
    await speakAs('jwt')
    expect((await signIn('omar')).personId).toBe(asJson.personId)
  })

  it('whose token is altered on the way is refused', async () => {
    await speakAs('json')
    for (const [code, alter] of [
      ['sign-in-nonce', { nonce: 'another' }],
      ['sign-in-audience', { aud: 'another-client' }],
      ['sign-in-issuer', { iss: 'https://evil.example' }],
    ] as const) {
      provider.alterTokens((token) => ({ ...token, claims: { ...token.claims, ...alter } }))
      const { handle, authorizationUrl } = await beginSignIn(publicApi(space))
      const parameters = await askProvider(authorizationUrl, 'nina')
      const answer = await space.request('POST', '/v1/sign-ins/complete', {
        as: 'public',
        body: { handle, parameters },
      })
      expect(answer).toMatchObject({ status: 403, json: { code } })
    }
    provider.alterTokens(undefined)
  })

  it('is not let in below the level that is asked for', async () => {
    await speakAs('json', { acceptedAcr: ['eidas-never'] })
    const { handle, authorizationUrl } = await beginSignIn(publicApi(space))
    const parameters = await askProvider(authorizationUrl, 'nina')
    const answer = await space.request('POST', '/v1/sign-ins/complete', {
      as: 'public',
      body: { handle, parameters },
    })
    expect(answer).toMatchObject({ status: 403, json: { code: 'sign-in-acr' } })
  })
})
