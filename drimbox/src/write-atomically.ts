import { randomBytes } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export type WriteFile = (path: string, bytes: Uint8Array) => Promise<void>

/**
 * Replaces a file as a whole: after a crash at any point the old content is there, or the new one, never a part.
 * When it returns, the new one survives a loss of power. On a full disk it throws and the old file stays.
 */
export const writeAtomically: WriteFile = async (path, bytes) => {
  const directory = dirname(path)
  const temporary = join(directory, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  // The rename itself is in the directory.
  const parent = await open(directory, 'r')
  try {
    await parent.sync()
  } finally {
    await parent.close()
  }
}

/** Removes what writes left behind that a crash cut short. Only the process that writes there may call it, at its start. */
export async function removeUnfinishedWrites(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => [])
  for (const name of names) if (name.endsWith('.tmp')) await rm(join(directory, name), { force: true })
}
