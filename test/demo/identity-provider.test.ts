import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlterToken } from '../../demo/identity-provider/altered-token.ts'
import type { ClientKind } from '../../demo/identity-provider/clients.ts'
import { personas } from '../../demo/identity-provider/personas.ts'
import { startIdentityProvider, type IdentityProvider } from '../../demo/identity-provider/provider.ts'
import { prepareProvider, providerFilesOf, readProvider } from '../../demo/identity-provider/set-up.ts'
import { authorize } from '../../demo/identity-provider/sign-in.ts'

const RETURN = 'http://localhost:3000/connexion/retour'
let provider: IdentityProvider

beforeAll(async () => {
  provider = await startIdentityProvider({ port: 0, redirectUris: [RETURN] })
})
afterAll(() => provider.stop())

/** A client as the registry is one, and one authorization it asks for. */
async function asking(kind: ClientKind, more: Record<string, string> = {}) {
  const { secrets, issuer } = provider
  const isJwt = kind === 'jwt'
  const alg = isJwt ? 'ES256' : 'RS256'
  const configuration = await oidc.discovery(
    new URL(issuer),
    isJwt ? 'registry-jwt' : 'registry',
    { id_token_signed_response_alg: alg, ...(isJwt ? { userinfo_signed_response_alg: alg } : {}) },
    isJwt ? oidc.ClientSecretPost(secrets.jwt) : oidc.ClientSecretBasic(secrets.json),
    { execute: [oidc.allowInsecureRequests] },
  )
  const verifier = oidc.randomPKCECodeVerifier()
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: RETURN,
    scope: 'openid profile email siret',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'the state',
    nonce: 'the nonce',
    ...more,
  })
  return {
    configuration,
    url,
    complete: (parameters: Readonly<Record<string, string>>) =>
      oidc.authorizationCodeGrant(
        configuration,
        new URL(`${RETURN}?${new URLSearchParams(parameters).toString()}`),
        {
          pkceCodeVerifier: verifier,
          expectedState: 'the state',
          expectedNonce: 'the nonce',
          idTokenExpected: true,
        },
      ),
  }
}

describe('the identity provider of the demo', () => {
  it.each(['json', 'jwt'] as const)(
    'signs a persona in by code and PKCE, and tells who it is (%s)',
    async (kind) => {
      const { configuration, url, complete } = await asking(kind)
      const parameters = await authorize(url.href, 'olga')
      expect(parameters).toMatchObject({ state: 'the state', iss: provider.issuer })
      const tokens = await complete(parameters)
      const claims = tokens.claims()!
      expect(claims).toMatchObject({ sub: 'olga', iss: provider.issuer, acr: 'eidas2', amr: ['demo'] })
      const info = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      expect(info).toMatchObject({
        sub: 'olga',
        name: 'Olga Olivier',
        email: 'olga@demo.example',
        siret: '00010174100015',
      })
    },
  )

  it('claims no SIRET for who has none, and the acr that was pressed', async () => {
    const { configuration, url, complete } = await asking('json')
    const tokens = await complete(await authorize(url.href, 'noel', { acr: 'eidas1' }))
    expect(tokens.claims()).toMatchObject({ sub: 'noel', acr: 'eidas1' })
    expect(await oidc.fetchUserInfo(configuration, tokens.access_token, 'noel')).not.toHaveProperty('siret')
  })

  it('wants PKCE with S256, and the registered redirect, and takes a code once', async () => {
    const { url, complete } = await asking('json')
    for (const [name, value] of [
      ['code_challenge', undefined],
      ['code_challenge_method', 'plain'],
    ] as const) {
      const without = new URL(url)
      if (value === undefined) without.searchParams.delete(name)
      else without.searchParams.set(name, value)
      expect(await authorize(without.href, 'olga')).toMatchObject({ error: 'invalid_request' })
    }
    const elsewhere = new URL(url)
    elsewhere.searchParams.set('redirect_uri', `${RETURN}/more`)
    await expect(authorize(elsewhere.href, 'olga')).rejects.toThrow(/400.*invalid_redirect_uri/)
    const parameters = await authorize(url.href, 'olga')
    await complete(parameters)
    await expect(complete(parameters)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('lets a person go back, which the portal learns as access_denied', async () => {
    const { url } = await asking('json')
    expect(await authorize(url.href, undefined)).toMatchObject({ error: 'access_denied', state: 'the state' })
  })

  it('shows its personas on a marked page without script, and forms that end only at the portal', async () => {
    const { url } = await asking('json')
    const first = await fetch(url, { redirect: 'manual' })
    const cookie = first.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    const response = await fetch(new URL(first.headers.get('location')!, url), { headers: { cookie } })
    const page = await response.text()
    for (const { name, login } of personas) {
      expect(page).toContain(name)
      expect(page).toContain(`name="login" value="${login}"`)
    }
    for (const text of ['DÉMONSTRATION', '<html lang="fr">', 'Agence', 'Opérateurs', 'Éditeur', 'Nouveaux'])
      expect(page).toContain(text)
    expect(page).not.toContain('<script')
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self' http:\/\/localhost:3000; frame-ancestors 'none'$/,
    )
    const spent = await fetch(`${provider.issuer}/interaction/nobody`)
    expect(spent.status).toBe(400)
    expect(await spent.text()).toContain('DÉMONSTRATION')
  })

  it('refuses a login that nobody has', async () => {
    const { url } = await asking('json')
    await expect(authorize(url.href, 'mallory')).rejects.toThrow(/422/)
  })

  it('forges a token when a test tells it to, which a client that looks refuses', async () => {
    try {
      const forgeries: AlterToken[] = [
        ({ claims }) => ({ header: { alg: 'none' }, claims }),
        ({ claims }) => ({ header: { alg: 'HS256' }, claims }),
        ({ header, claims }) => ({ header, claims: { ...claims, aud: 'another' } }),
      ]
      for (const alter of forgeries) {
        provider.alterTokens(alter)
        const { url, complete } = await asking('json')
        await expect(complete(await authorize(url.href, 'olga'))).rejects.toThrow()
      }
    } finally {
      provider.alterTokens(undefined)
    }
    const { url, complete } = await asking('json')
    expect((await complete(await authorize(url.href, 'olga'))).claims()?.sub).toBe('olga')
  })

  it('makes its files once, for their owner alone, and the profile at each start', () => {
    const home = mkdtempSync(join(tmpdir(), 'drim-test-provider-'))
    try {
      const files = providerFilesOf(join(home, 'identity-provider'))
      prepareProvider(files, { issuer: 'http://localhost:1', redirectUri: RETURN })
      const before = readProvider(files)
      prepareProvider(files, { issuer: 'http://localhost:2', redirectUri: RETURN })
      expect(readProvider(files)).toEqual(before)
      for (const file of [files.keysFile, files.secretFile.json, files.secretFile.jwt])
        expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(JSON.parse(readFileSync(files.profileFile.json, 'utf8'))).toMatchObject({
        issuer: 'http://localhost:2',
        clientSecretFile: files.secretFile.json,
      })
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })
})
