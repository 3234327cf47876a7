import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig, readMigrationConfig } from './config.ts'

let directory: string
let good: Record<string, string>

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'drim-config-'))
  good = {
    REGISTRY_DATABASE_URL: 'postgres://registry_api:secret-of-the-database@localhost/registry?host=%2Frun',
    REGISTRY_LISTEN_PORT: '3001',
    REGISTRY_PUBLIC_URL: 'http://localhost:3001',
    REGISTRY_SIGNER_SOCKET: '/run/signer.sock',
    REGISTRY_LISTS_DIR: '/var/lists with a blank',
    REGISTRY_WHITELIST_URL: 'http://localhost:3004/whitelist.xml',
    REGISTRY_TRUST_SPACE: 'DRIM-M-TEST-DEMO',
    REGISTRY_SPACE: 'TEST',
    REGISTRY_MODE: 'demo',
    REGISTRY_ZONE: 'demo.mesimagesmedicales.fr',
    REGISTRY_TRUST_ANCHOR_FILE: '/etc/root.pem',
    REGISTRY_INTERMEDIATE_FILES: '/etc/lists.pem,/etc/servers.pem',
    REGISTRY_SIGNER_CN: 'Liste Blanche DRIM-M',
    REGISTRY_SIGNER_OU: '318751275100020',
    REGISTRY_ADMIN_KEY_SHA256_FILE: file('key', 'a'.repeat(64)),
  }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function file(name: string, content: string): string {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

const real = {
  REGISTRY_MODE: 'real',
  REGISTRY_SPACE: 'PRODUCTION',
  REGISTRY_ZONE: 'mesimagesmedicales.fr',
  REGISTRY_PUBLIC_URL: 'https://registre.example',
  REGISTRY_WHITELIST_URL: 'https://liste.example/whitelist.xml',
  REGISTRY_CRL_URLS: 'http://crl.example/root.crl',
  REGISTRY_WEBAUTHN_ORIGIN: 'https://portail.example',
}

describe('the configuration', () => {
  it('is read once, with safe defaults for limits and units in the names', () => {
    expect(readConfig(good)).toMatchObject({
      listenHost: '127.0.0.1',
      listenPort: 3001,
      intermediateFiles: ['/etc/lists.pem', '/etc/servers.pem'],
      crlFiles: [],
      publicationPeriodMs: 86_400_000,
      draftLifeMs: 3_600_000,
      faultFile: undefined,
    })
    expect(Object.isFrozen(readConfig(good))).toBe(true)
    expect(() => readConfig({ ...good, ...real })).not.toThrow()
  })

  it('tells every fault at once, and no secret', () => {
    const wrong = {
      ...good,
      REGISTRY_LISTEN_PORT: '70000',
      REGISTRY_SPACE: 'PROD',
      REGISTRY_LISTS_DIR: 'lists',
    }
    expect(() => readConfig(wrong)).toThrow(/REGISTRY_LISTEN_PORT[^]*REGISTRY_LISTS_DIR[^]*REGISTRY_SPACE/)
    expect(() => readConfig(wrong)).not.toThrow(/secret-of-the-database/)
  })

  it('has no default for identity, addresses, keys and places', () => {
    for (const name of Object.keys(good)) {
      const { [name]: _, ...rest } = good
      expect(() => readConfig(rest), name).toThrow(name)
    }
  })

  it.each([
    ['REGISTRY_DATABASE_URL', 'mysql://x'],
    ['REGISTRY_SIGNER_SOCKET', `/${'x'.repeat(107)}`],
    ['REGISTRY_WHITELIST_URL', 'ftp://x/whitelist.xml'],
    ['REGISTRY_TRUST_SPACE', 'a space'],
    ['REGISTRY_ZONE', 'Demo.fr'],
    ['REGISTRY_INTERMEDIATE_FILES', 'lists.pem'],
    ['REGISTRY_CRL_URLS', 'file:///etc/passwd'],
    ['REGISTRY_PUBLICATION_PERIOD_HOURS', '200'],
    ['REGISTRY_FAULT_FILE', 'somewhere'],
    ['REGISTRY_WEBAUTHN_ORIGIN', 'localhost:3000'],
    ['REGISTRY_WEBAUTHN_RP_ID', 'elsewhere.example'],
    ['REGISTRY_WEBAUTHN_RP_ID', 'calhost'],
    ['REGISTRY_ATTESTATION_ROOTS_FILE', 'roots.pem'],
    ['REGISTRY_RATE_PER_ADDRESS', '10'],
    ['REGISTRY_RATE_SENSITIVE', '0:1'],
    ['REGISTRY_FORWARDERS', 'localhost'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => readConfig({ ...good, [name]: value })).toThrow(name)
  })

  it.each([
    ['REGISTRY_PUBLIC_URL', 'http://registre.example'],
    ['REGISTRY_PUBLIC_URL', 'https://localhost:3001'],
    ['REGISTRY_WHITELIST_URL', 'https://127.0.0.1/whitelist.xml'],
    ['REGISTRY_ZONE', 'test.mesimagesmedicales.fr'],
    ['REGISTRY_ZONE', 'demo.mesimagesmedicales.fr'],
    ['REGISTRY_CRL_URLS', ''],
    ['REGISTRY_FAULT_FILE', '/tmp/fault'],
    ['REGISTRY_WEBAUTHN_ORIGIN', 'http://portail.example'],
    ['REGISTRY_WEBAUTHN_ORIGIN', undefined],
  ])('in mode real refuses %s=%s', (name, value) => {
    expect(() => readConfig({ ...good, ...real, [name]: value })).toThrow(name)
  })

  it('binds security keys to the host of the portal, or to a domain above it', () => {
    expect(readConfig(good).relyingParty).toEqual({ id: 'localhost', origin: 'http://localhost:3000' })
    const at = (more: object) => readConfig({ ...good, ...real, ...more }).relyingParty
    expect(at({})).toEqual({ id: 'portail.example', origin: 'https://portail.example' })
    const above = {
      REGISTRY_WEBAUTHN_ORIGIN: 'https://a.portail.example:8443/x',
      REGISTRY_WEBAUTHN_RP_ID: 'portail.example',
    }
    expect(at(above)).toEqual({ id: 'portail.example', origin: 'https://a.portail.example:8443' })
  })

  it('limits requests, with rates as <burst>:<per second>', () => {
    const { rateLimits } = readConfig({
      ...good,
      REGISTRY_RATE_PER_PRINCIPAL: '10:0.5',
      REGISTRY_FORWARDERS: '10.0.0.1,::1',
    })
    expect(rateLimits).toMatchObject({
      perAddress: { burst: 5_000, perSecond: 200 },
      perPrincipal: { burst: 10, perSecond: 0.5 },
      forwarders: ['10.0.0.1', '::1'],
    })
  })

  it('takes the provider from its profile, with the secret that it names', () => {
    const profile = {
      issuer: 'http://localhost:3002',
      clientId: 'registry',
      clientSecretFile: file('oidc.secret', 'secret-of-the-client\n'),
      clientAuth: 'client_secret_basic',
      pkce: true,
      scopes: ['openid'],
      userinfo: 'json',
      algs: ['RS256'],
      redirectUri: 'http://localhost:3000/connexion/retour',
      allowInsecureLoopback: true,
    }
    const withProfile = (content: unknown, more: Record<string, string> = {}) =>
      readConfig({
        ...good,
        ...more,
        REGISTRY_OIDC_PROFILE_FILE: file(
          'oidc.json',
          typeof content === 'string' ? content : JSON.stringify(content),
        ),
      })
    expect(readConfig(good).provider).toBeUndefined()
    expect(withProfile(profile).provider).toMatchObject({
      issuer: 'http://localhost:3002',
      clientSecret: 'secret-of-the-client',
    })
    expect(withProfile(profile).provider).not.toHaveProperty('clientSecretFile')
    expect(() => withProfile(profile, real)).toThrow(/allowInsecureLoopback is refused in mode real/)
    expect(() => withProfile('{')).toThrow(/REGISTRY_OIDC_PROFILE_FILE.*is not JSON/)
    expect(() => withProfile({ ...profile, algs: ['none'] })).toThrow(/REGISTRY_OIDC_PROFILE_FILE.*algs/)
    expect(() => withProfile({ ...profile, clientSecretFile: '/nowhere' })).toThrow(/ENOENT/)
    expect(() => withProfile({ ...profile, clientSecret: 'secret-in-the-file' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret-in-the-file') as string }),
    )
  })

  it('refuses a key file that is absent or holds something else, and never repeats it', () => {
    const path = file('bad', 'the-key-itself-by-mistake')
    expect(() => readConfig({ ...good, REGISTRY_ADMIN_KEY_SHA256_FILE: '/nowhere' })).toThrow(/ENOENT/)
    expect(() => readConfig({ ...good, REGISTRY_ADMIN_KEY_SHA256_FILE: path })).toThrow(
      /must be the hex SHA-256/,
    )
    expect(() => readConfig({ ...good, REGISTRY_ADMIN_KEY_SHA256_FILE: path })).not.toThrow(/by-mistake/)
  })
})

describe('the configuration of the migrations', () => {
  const owner = 'postgres://owner:p@localhost/registry'
  const all = {
    registry_api: 'long-enough-password-1',
    registry_prober: 'long-enough-password-2',
    registry_housekeeper: 'long-enough-password-3',
  }
  const read = (content: unknown) =>
    readMigrationConfig({
      REGISTRY_OWNER_DATABASE_URL: owner,
      REGISTRY_ROLE_PASSWORDS_FILE: file(
        'roles.json',
        typeof content === 'string' ? content : JSON.stringify(content),
      ),
    })

  it('holds a password for each role', () => {
    expect(read(all).rolePasswords).toEqual(all)
  })

  it.each([
    ['no JSON', '{'],
    ['a short one', { ...all, registry_api: 'short' }],
    ['one missing', { ...all, registry_prober: undefined }],
    ['one too many', { ...all, postgres: 'long-enough-password-4' }],
  ])('refuses %s without repeating any', (_, content) => {
    expect(() => read(content)).toThrow(/REGISTRY_ROLE_PASSWORDS_FILE/)
    expect(() => read(content)).not.toThrow(/long-enough-password/)
  })
})
