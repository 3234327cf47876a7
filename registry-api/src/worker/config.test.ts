import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readWorkerConfig } from './config.ts'

const directory = mkdtempSync(join(tmpdir(), 'drim-worker-config-'))
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text)
  return join(directory, name)
}
const agency = { service: 's', adresse: 'a', mel: 'm@x', tel: '+33 1', ville: 'Lyon' }
const good = {
  REGISTRY_DATABASE_URL: 'postgres://registry_api:p@localhost/registry',
  REGISTRY_MODE: 'demo',
  REGISTRY_SMTP_URL: 'smtp://127.0.0.1:2525',
  REGISTRY_MAIL_FROM: 'Espace de confiance DRIM-M <registre@demo.example>',
}
const read = (over: Record<string, string>) => readWorkerConfig({ ...good, ...over })

describe('the configuration of the worker', () => {
  it('reads what it needs, and fills in the rest', () => {
    const { smtp, leaseMs, retry } = read({})
    expect(smtp).toEqual({
      host: '127.0.0.1',
      port: 2525,
      isTls: false,
      isLoopback: true,
      login: undefined,
      from: { name: 'Espace de confiance DRIM-M', address: 'registre@demo.example' },
      timeoutMs: 20_000,
    })
    expect(leaseMs).toBeGreaterThan(smtp.timeoutMs)
    expect(retry.attemptsMax).toBe(80)
  })

  it.each([
    ['smtp://mail.example', 587, false, false],
    ['smtps://mail.example', 465, true, false],
    ['smtp://localhost:25', 25, false, true],
    ['smtp://[::1]:25', 25, false, true],
    ['smtp://127.evil.example', 587, false, false],
  ])('takes %s for what it is', (url, port, isTls, isLoopback) => {
    expect(read({ REGISTRY_SMTP_URL: url }).smtp).toMatchObject({ port, isTls, isLoopback })
  })

  it('takes the password out of a file, never out of the address', () => {
    const passwordFile = file('password', 'se cret\n')
    expect(
      read({ REGISTRY_SMTP_URL: 'smtps://us%40er@mail.example', REGISTRY_SMTP_PASSWORD_FILE: passwordFile })
        .smtp.login,
    ).toEqual({ user: 'us@er', password: 'se cret' })
    expect(() => read({ REGISTRY_SMTP_URL: 'smtps://user:hush@mail.example' })).toThrow(/PASSWORD_FILE/)
    expect(() => read({ REGISTRY_SMTP_URL: 'smtps://user:hush@mail.example' })).not.toThrow(/hush/)
    expect(() => read({ REGISTRY_SMTP_URL: 'smtps://user@mail.example' })).toThrow(/goes with the user/)
    expect(() => read({ REGISTRY_SMTP_PASSWORD_FILE: passwordFile })).toThrow(/goes with the user/)
  })

  it.each(['http://x', 'smtp:', 'smtp://h/path', 'smtp://h?tls=no', ''])('refuses %j as a server', (url) => {
    expect(() => read({ REGISTRY_SMTP_URL: url })).toThrow(/REGISTRY_SMTP_URL/)
  })

  it.each(['x', 'a@b, c@d', 'N <a@b', 'a@b>', 'N <a@b>\r\nBcc: c@d', '"N" <a@b>'])(
    'refuses %j as a sender',
    (from) => {
      expect(() => read({ REGISTRY_MAIL_FROM: from })).toThrow(/REGISTRY_MAIL_FROM/)
    },
  )

  it('needs to know in mode real which service writes', () => {
    expect(() => read({ REGISTRY_MODE: 'real' })).toThrow(/REGISTRY_AGENCY_FILE/)
    const path = file('agency.json', JSON.stringify(agency))
    expect(read({ REGISTRY_MODE: 'real', REGISTRY_AGENCY_FILE: path }).agency).toEqual(agency)
    for (const text of [
      '',
      '{}',
      JSON.stringify({ ...agency, ville: '' }),
      JSON.stringify({ ...agency, more: 1 }),
    ])
      expect(() => read({ REGISTRY_AGENCY_FILE: file('bad.json', text) })).toThrow(/REGISTRY_AGENCY_FILE/)
  })
})
