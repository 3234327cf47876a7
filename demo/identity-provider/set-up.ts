import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAside } from '../launch/write-aside.ts'
import { profileOf, type ClientKind } from './clients.ts'
import { createProviderKeys, type ProviderKeys } from './keys.ts'

/** Where everything of the provider stands. */
export interface ProviderFiles {
  readonly directory: string
  readonly keysFile: string
  /** As whom the registry knows it from its last start on. */
  readonly issuerFile: string
  /** How the registry speaks to the provider; `jwt` is the other way, for a trial of `userinfo` as a JWT. */
  readonly profileFile: Readonly<Record<ClientKind, string>>
  readonly secretFile: Readonly<Record<ClientKind, string>>
}

export function providerFilesOf(directory: string): ProviderFiles {
  return {
    directory,
    keysFile: join(directory, 'keys.json'),
    issuerFile: join(directory, 'issuer'),
    profileFile: { json: join(directory, 'profile.json'), jwt: join(directory, 'profile-jwt.json') },
    secretFile: { json: join(directory, 'client.secret'), jwt: join(directory, 'client-jwt.secret') },
  }
}

/**
 * Part of every start, for a data directory may be older than the provider: makes the keys and the clients' secrets
 * where they are missing, and writes the registry's profiles, which follow the ports.
 */
export function prepareProvider(
  files: ProviderFiles,
  at: { readonly issuer: string; readonly redirectUri: string },
): void {
  mkdirSync(files.directory, { recursive: true, mode: 0o700 })
  if (!existsSync(files.keysFile)) writeAside(files.keysFile, `${JSON.stringify(createProviderKeys())}\n`)
  for (const kind of ['json', 'jwt'] as const) {
    const clientSecretFile = files.secretFile[kind]
    if (!existsSync(clientSecretFile))
      writeAside(clientSecretFile, `${randomBytes(32).toString('base64url')}\n`)
    const profile = profileOf({ ...at, kind, clientSecretFile })
    writeAside(files.profileFile[kind], `${JSON.stringify(profile, null, 2)}\n`)
  }
}

/** What `prepareProvider` made, for the provider itself. */
export function readProvider(files: ProviderFiles): {
  keys: ProviderKeys
  secrets: Record<ClientKind, string>
} {
  const secretOf = (kind: ClientKind) => readFileSync(files.secretFile[kind], 'utf8').trim()
  return {
    keys: JSON.parse(readFileSync(files.keysFile, 'utf8')) as ProviderKeys,
    secrets: { json: secretOf('json'), jwt: secretOf('jwt') },
  }
}
