import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { caKeyPem, openCa, whichCas, type Ca, type Which } from './ca.ts'

export interface Revocation {
  /** Lower-case hex, as in the certificate. */
  readonly serialNumber: string
  readonly revokedAt: Date
}

/** All that an authority is: what `save` writes and `load` reads. */
export interface AuthorityState {
  readonly demo: boolean
  readonly urlBase: string | undefined
  readonly cas: Readonly<Record<Which, Ca>>
  readonly revoked: Record<Which, Revocation[]>
}

/** Name of the file that names the state; the keys and certificates stand beside it. */
export const STATE_FILE = 'authority.json'

/** Writes the directory (0700, keys 0600). The state file comes last: without it there is no authority. */
export async function writeState(directory: string, state: AuthorityState): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await chmod(directory, 0o700)
  for (const which of whichCas) {
    await writeAside(join(directory, `${which}.pem`), state.cas[which].pem, 0o644)
    await writeAside(join(directory, `${which}.key.pem`), await caKeyPem(state.cas[which]), 0o600)
  }
  const { demo, urlBase, revoked } = state
  await writeAside(
    join(directory, STATE_FILE),
    `${JSON.stringify({ demo, urlBase, revoked }, null, 2)}\n`,
    0o600,
  )
}

/** Reads what `writeState` wrote. Throws with the name of the file that is missing or unreadable. */
export async function readState(directory: string): Promise<AuthorityState> {
  const path = join(directory, STATE_FILE)
  const stored = JSON.parse(await readFile(path, 'utf8')) as {
    demo: boolean
    urlBase?: string
    revoked: Record<Which, { serialNumber: string; revokedAt: string }[]>
  }
  const open = async (which: Which) =>
    openCa(
      await readFile(join(directory, `${which}.pem`), 'utf8'),
      await readFile(join(directory, `${which}.key.pem`), 'utf8'),
    )
  const revocations = (which: Which) =>
    stored.revoked[which].map(({ serialNumber, revokedAt }) => ({
      serialNumber,
      revokedAt: new Date(revokedAt),
    }))
  const [root, lists, servers] = await Promise.all([open('root'), open('lists'), open('servers')])
  return {
    demo: stored.demo,
    urlBase: stored.urlBase,
    cas: { root, lists, servers },
    revoked: { root: revocations('root'), lists: revocations('lists'), servers: revocations('servers') },
  }
}

/** Writes beside and renames: whoever reads meanwhile sees the old file or the new one. */
export async function writeAside(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const aside = `${path}.${process.pid}.new`
  await writeFile(aside, content, { mode })
  await rename(aside, path)
}
