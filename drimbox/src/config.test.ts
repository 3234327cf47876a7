import { describe, expect, it } from 'vitest'
import { ConfigurationError, readConfig } from './config.ts'

const good = {
  DRIMBOX_NAME: 'box 1',
  DRIMBOX_NUMBER: '9001',
  DRIMBOX_ROLES: 'source,consumer',
  DRIMBOX_HOST: 'db9001.demo.mesimagesmedicales.fr',
  DRIMBOX_DATA_DIR: '/tmp/box',
  DRIMBOX_WHITELIST_URL: 'http://localhost:3003/whitelist.xml',
  DRIMBOX_POLL_SECONDS: '5',
  DRIMBOX_TRUST_ANCHOR_FILE: '/tmp/root.pem',
  DRIMBOX_INTERMEDIATE_FILES: '/tmp/a.pem, /tmp/b.pem',
  DRIMBOX_CRL_URLS: 'http://localhost:3004/crl/root.crl,http://localhost:3004/crl/lists.crl',
  DRIMBOX_SIGNER_CN: 'Liste Blanche DRIM-M DEMO',
  DRIMBOX_SIGNER_OU: '318751275100020',
  DRIMBOX_SIGNED_EVERY_HOURS: '24',
  DRIMBOX_KEY_FILE: '/tmp/key.pem',
  DRIMBOX_CERTIFICATE_FILE: '/tmp/certificate.pem',
  DRIMBOX_LISTEN_HOST: '127.0.10.1',
  DRIMBOX_PORT: '8443',
  DRIMBOX_HEALTH_PORT: '8445',
  DRIMBOX_RESOLVE:
    'db9002.demo.mesimagesmedicales.fr=127.0.10.2:8453, db9003.demo.mesimagesmedicales.fr=[::1]:8463',
}

describe('the configuration of a box', () => {
  it('is read into units and types', () => {
    const config = readConfig(good)
    expect(config).toMatchObject({
      pollMs: 5_000,
      signedEveryMs: 86_400_000,
      roles: ['source', 'consumer'],
      healthHost: 'localhost',
    })
    expect(config.intermediateFiles).toEqual(['/tmp/a.pem', '/tmp/b.pem'])
    expect(Object.fromEntries(config.resolve)).toEqual({
      'db9002.demo.mesimagesmedicales.fr': { address: '127.0.10.2', port: 8453 },
      'db9003.demo.mesimagesmedicales.fr': { address: '::1', port: 8463 },
    })
  })

  it('polls once a day unless told otherwise, as the ANS asks', () => {
    const { DRIMBOX_POLL_SECONDS: _, ...rest } = good
    expect(readConfig(rest).pollMs).toBe(86_400_000)
  })

  it.each([
    ['DRIMBOX_WHITELIST_URL', 'http://listeblanche.example/whitelist.xml', 'must be https'],
    ['DRIMBOX_WHITELIST_URL', 'file:///etc/passwd', 'DRIMBOX_WHITELIST_URL'],
    ['DRIMBOX_CRL_URLS', 'ldap://annuaire.example', 'DRIMBOX_CRL_URLS'],
    ['DRIMBOX_CRL_URLS', '', 'DRIMBOX_CRL_URLS'],
    ['DRIMBOX_HOST', 'DB9001.demo', 'lower case'],
    ['DRIMBOX_ROLES', 'source,root', 'DRIMBOX_ROLES'],
    ['DRIMBOX_KEY_FILE', 'key.pem', 'absolute'],
    ['DRIMBOX_RESOLVE', 'db9002=somewhere', 'host=address:port'],
    ['DRIMBOX_RESOLVE', 'db9002.demo.fr=127.0.0.1:0', 'host=address:port'],
    ['DRIMBOX_SIGNED_EVERY_HOURS', '-1', 'DRIMBOX_SIGNED_EVERY_HOURS'],
    ['DRIMBOX_PORT', '70000', 'DRIMBOX_PORT'],
  ])('is refused where %s is "%s"', (name, value, said) => {
    expect(() => readConfig({ ...good, [name]: value })).toThrow(said)
  })

  it('tells every fault at once, and shows no value of the environment', () => {
    const faulty = {
      ...good,
      DRIMBOX_PORT: 'x',
      DRIMBOX_NUMBER: '-1',
      DRIMBOX_SIGNER_CN: '',
      SECRET: 'hunter2',
    }
    try {
      readConfig(faulty)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError)
      for (const name of ['DRIMBOX_PORT', 'DRIMBOX_NUMBER', 'DRIMBOX_SIGNER_CN']) {
        expect((error as Error).message).toContain(name)
      }
      expect((error as Error).message).not.toContain('hunter2')
    }
  })

  it('has no default for identity or trust', () => {
    for (const name of Object.keys(good).filter((one) =>
      /HOST$|SIGNER|ANCHOR|KEY|CERTIFICATE|WHITELIST|CRL|EVERY/.test(one),
    )) {
      expect(() => readConfig({ ...good, [name]: undefined }), name).toThrow(name)
    }
  })
})
