import { describe, expect, it } from 'vitest'
import { ProviderProfile } from './provider-profile.ts'

const profile = {
  issuer: 'https://provider.example',
  clientId: 'registry',
  clientSecretFile: '/run/secrets/oidc',
  clientAuth: 'client_secret_basic',
  pkce: true,
  scopes: ['openid', 'email'],
  userinfo: 'jwt',
  algs: ['RS256'],
  redirectUri: 'https://portal.example/connexion/retour',
}
const pathsOf = (over: object) =>
  ProviderProfile.safeParse({ ...profile, ...over }).error?.issues.map(({ path }) => path.join('.')) ?? []

describe('the profile of a provider', () => {
  it('is data, complete with its defaults', () => {
    expect(ProviderProfile.parse(profile)).toMatchObject({ acceptedAcr: [], idpClaim: 'idp_id' })
  })

  it.each([
    ['none is no signature', { algs: ['none'] }, 'algs.0'],
    ['HMAC is nobody’s signature', { algs: ['RS256', 'HS256'] }, 'algs.1'],
    ['no algorithm at all', { algs: [] }, 'algs'],
    [
      'a client without secret and without PKCE',
      { clientAuth: 'none', clientSecretFile: undefined, pkce: false },
      'pkce',
    ],
    ['a secret that is missing', { clientSecretFile: undefined }, 'clientSecretFile'],
    ['a secret nobody asks for', { clientAuth: 'none' }, 'clientSecretFile'],
    ['plain http', { issuer: 'http://provider.example' }, 'issuer'],
    ['plain http on loopback without saying so', { issuer: 'http://localhost:3002' }, 'issuer'],
    [
      'plain http elsewhere, loopback allowed',
      { issuer: 'http://provider.example', allowInsecureLoopback: true },
      'issuer',
    ],
    ['a redirect with a query', { redirectUri: 'https://portal.example/back?x=1' }, 'redirectUri'],
    ['no openid among the scopes', { scopes: ['email'] }, 'scopes'],
    ['a member nobody knows', { pkse: true }, ''],
  ])('is refused with %s', (_, over, path) => {
    expect(pathsOf(over)).toEqual([path])
  })

  it('may be plain http on loopback, where it says so', () => {
    expect(pathsOf({ issuer: 'http://localhost:3002', allowInsecureLoopback: true })).toEqual([])
  })
})
