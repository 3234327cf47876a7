import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { writeAside } from '../launch/write-aside.ts'

/** One credential of the soft authenticator, as its file keeps it. */
export interface SoftKey {
  readonly credentialId: string
  readonly rpId: string
  /** The relying party's handle of the person, base64url. */
  readonly userHandle: string
  readonly userName: string
  readonly privateKeyPem: string
  readonly counter: number
}

export interface KeyStore {
  read(): readonly SoftKey[]
  /** Adds the key, or puts it in the place of the one with its credential id. */
  put(key: SoftKey): void
}

const WARNING = 'DEMONSTRATION: private keys of a software authenticator. They protect nothing.'

/** Keeps the keys in a JSON file that its owner alone may read; without a file, in memory. */
export function openKeyStore(file: string | undefined): KeyStore {
  let keys: readonly SoftKey[] = file === undefined ? [] : load(file)
  return {
    read: () => keys,
    put(key) {
      keys = [...keys.filter(({ credentialId }) => credentialId !== key.credentialId), key]
      if (file !== undefined)
        writeAside(file, `${JSON.stringify({ format: 1, warning: WARNING, keys }, null, 2)}\n`, 0o600)
    },
  }
}

function load(file: string): readonly SoftKey[] {
  if (!existsSync(file)) return []
  // A copy put back from elsewhere may have come with other rights.
  chmodSync(file, 0o600)
  const { format, keys } = JSON.parse(readFileSync(file, 'utf8')) as { format: number; keys: SoftKey[] }
  if (format !== 1 || !Array.isArray(keys)) throw new Error(`${file} holds no keys of the soft authenticator`)
  return keys
}
