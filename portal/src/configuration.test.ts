import { expect, it } from 'vitest'
import { ConfigurationError, readConfiguration } from './configuration.ts'

const good = {
  PORTAL_ORIGIN: 'http://localhost:3000',
  PORTAL_LISTEN_PORT: '3000',
  PORTAL_API_URL: 'http://localhost:3001',
  PORTAL_WHITELIST_URL: 'http://localhost:3004/whitelist.xml',
}

it('a good environment is read, and listens on loopback unless told otherwise', () => {
  expect(readConfiguration(good)).toEqual({
    origin: 'http://localhost:3000',
    listenHost: '127.0.0.1',
    listenPort: 3000,
    apiUrl: 'http://localhost:3001/',
    whitelistUrl: 'http://localhost:3004/whitelist.xml',
    softAuthenticatorUrl: '',
  })
})

it('every fault is told at once, by the name of its variable', () => {
  const read = () => readConfiguration({ PORTAL_LISTEN_PORT: '70000', PORTAL_API_URL: 'ftp://x' })
  expect(read).toThrow(ConfigurationError)
  try {
    read()
  } catch (error) {
    expect((error as ConfigurationError).faults.map((fault) => fault.split(' ')[0])).toEqual([
      'PORTAL_ORIGIN',
      'PORTAL_API_URL',
      'PORTAL_WHITELIST_URL',
      'PORTAL_LISTEN_PORT',
    ])
  }
})

it.each([
  ['PORTAL_ORIGIN', 'http://localhost:3000/portail'],
  ['PORTAL_ORIGIN', 'localhost:3000'],
  ['PORTAL_API_URL', 'http://me:secret@localhost'],
  ['PORTAL_WHITELIST_URL', 'http://localhost/#x'],
  ['PORTAL_SOFT_AUTHENTICATOR_URL', 'file:///etc/passwd'],
  ['PORTAL_LISTEN_PORT', '-1'],
  ['PORTAL_LISTEN_PORT', ''],
])('%s=%s is refused', (name, value) => {
  expect(() => readConfiguration({ ...good, [name]: value })).toThrow(name)
})

it('a refusal never repeats a secret', () => {
  expect(() => readConfiguration({ ...good, PORTAL_API_URL: 'http://me:secret@localhost' })).not.toThrow(
    'secret',
  )
})
