import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { StartFault } from './errors.ts'

const complete = {
  SIGNER_SOCKET: '/run/drim/signer.sock',
  SIGNER_TRUST_SPACE: 'DRIM-M-TEST-DEMO',
  SIGNER_SPACE: 'TEST',
  SIGNER_MODE: 'demo',
  SIGNER_LEDGER_DIR: '/var/lib/drim/ledger',
  SIGNER_KEY_FILE: '/etc/drim/key.pem',
  SIGNER_KEY_PASSPHRASE_FILE: '/etc/drim/passphrase',
  SIGNER_CERTIFICATE_FILE: '/etc/drim/chain.pem',
  SIGNER_APPROVERS_FILE: '/etc/drim/approvers.json',
}

function faultsOf(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof StartFault && error.code === 'config-invalid' && error.exitCode === 2)
      return error.message
    throw error
  }
  return ''
}

test('a complete environment is read, with the guard-rails of decisions 23 by default', () => {
  expect(readConfig(complete)).toMatchObject({
    socket: '/run/drim/signer.sock',
    space: 'TEST',
    mode: 'demo',
    guardRailCount: 10,
    guardRailPercent: 5,
  })
})

test('every missing setting is told at once', () => {
  const faults = faultsOf({})
  for (const name of Object.keys(complete)) expect(faults).toContain(name)
})

test.each([
  ['SIGNER_SPACE', 'PREPROD'],
  ['SIGNER_MODE', 'REAL'],
  ['SIGNER_SOCKET', 'run/signer.sock'],
  ['SIGNER_SOCKET', `/${'a'.repeat(107)}`],
  ['SIGNER_TRUST_SPACE', 'DRIM M'],
  ['SIGNER_GUARD_RAIL_COUNT', '-1'],
  ['SIGNER_GUARD_RAIL_COUNT', 'ten'],
  ['SIGNER_GUARD_RAIL_PERCENT', '51'],
  ['SIGNER_BYTES_MAX', '1e9'],
])('%s=%s is refused by name', (name, value) => {
  expect(faultsOf({ ...complete, [name]: value })).toContain(name)
})
