import { StartFault } from './errors.ts'

export interface SignerConfig {
  readonly socket: string
  readonly trustSpace: string
  readonly space: 'TEST' | 'PRODUCTION'
  readonly mode: 'demo' | 'real'
  readonly ledgerDirectory: string
  readonly keyFile: string
  readonly keyPassphraseFile: string
  readonly certificateFile: string
  readonly approversFile: string
  readonly guardRailCount: number
  readonly guardRailPercent: number
  readonly bytesMax: number
}

// 100,000 entries are 55 MB; beyond it the process would rather refuse than swap.
const BYTES_MAX_DEFAULT = 128 * 1024 * 1024
// sun_path of Linux is 108 bytes with its final zero; Node answers EINVAL above.
const SOCKET_PATH_BYTES_MAX = 107

/**
 * Reads the environment once, at start, by hand: no parser of others stands beside the key.
 * Every fault is told at once, in one StartFault `config-invalid`; values of secrets are never in it (they are paths).
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): SignerConfig {
  const faults: string[] = []
  const text = (name: string, pattern: RegExp, must: string): string => {
    const value = environment[name]
    if (value === undefined || value === '') faults.push(`${name} is not set: ${must}`)
    else if (!pattern.test(value)) faults.push(`${name} is ${JSON.stringify(value)}: ${must}`)
    return value ?? ''
  }
  const path = (name: string) => text(name, /^\/[^\0]*$/, 'an absolute path')
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = environment[name]
    if (value === undefined || value === '') return fallback
    const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN
    if (number >= min && number <= max) return number
    faults.push(`${name} is ${JSON.stringify(value)}: a whole number from ${min} to ${max}`)
    return fallback
  }
  const config = {
    socket: path('SIGNER_SOCKET'),
    trustSpace: text(
      'SIGNER_TRUST_SPACE',
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'the name of the trust space',
    ),
    space: text('SIGNER_SPACE', /^(TEST|PRODUCTION)$/, 'TEST or PRODUCTION') as SignerConfig['space'],
    mode: text('SIGNER_MODE', /^(demo|real)$/, 'demo or real') as SignerConfig['mode'],
    ledgerDirectory: path('SIGNER_LEDGER_DIR'),
    keyFile: path('SIGNER_KEY_FILE'),
    keyPassphraseFile: path('SIGNER_KEY_PASSPHRASE_FILE'),
    certificateFile: path('SIGNER_CERTIFICATE_FILE'),
    approversFile: path('SIGNER_APPROVERS_FILE'),
    guardRailCount: integer('SIGNER_GUARD_RAIL_COUNT', 10, 0, 10_000),
    // At 50 the half of the list is reached, which is held whatever is set here.
    guardRailPercent: integer('SIGNER_GUARD_RAIL_PERCENT', 5, 0, 50),
    bytesMax: integer('SIGNER_BYTES_MAX', BYTES_MAX_DEFAULT, 1_024, 1_000_000_000),
  }
  if (Buffer.byteLength(config.socket) > SOCKET_PATH_BYTES_MAX) {
    faults.push(`SIGNER_SOCKET has more than ${SOCKET_PATH_BYTES_MAX} bytes: the system takes no longer path`)
  }
  if (faults.length > 0) throw new StartFault('config-invalid', faults.join('\n'))
  return Object.freeze(config)
}
