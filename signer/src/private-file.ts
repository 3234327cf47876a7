import { lstat, mkdir, open } from 'node:fs/promises'
import { causeOf, StartFault, type StartCode } from './errors.ts'

// Keys, certificates and approvers are a few kilobytes; a wrong path must not fill the memory.
const FILE_BYTES_MAX = 1024 * 1024

/**
 * Reads a secret: a regular file that only its owner may read. `name` is the setting it came from.
 * Faults: file-unreadable, file-exposed.
 */
export async function readPrivateFile(name: string, path: string): Promise<Buffer> {
  return readFileWithout(0o077, name, path)
}

/** Reads a file that decides who is trusted: others may read it, nobody else may write it. */
export async function readGuardedFile(name: string, path: string): Promise<Buffer> {
  return readFileWithout(0o022, name, path)
}

async function readFileWithout(forbiddenMode: number, name: string, path: string): Promise<Buffer> {
  let file
  try {
    file = await open(path, 'r')
    const status = await file.stat()
    if (!status.isFile()) throw new Error('not a regular file')
    if (status.size > FILE_BYTES_MAX) throw new Error(`more than ${FILE_BYTES_MAX} bytes`)
    if ((status.mode & forbiddenMode) !== 0) {
      const mode = (status.mode & 0o777).toString(8)
      throw new StartFault('file-exposed', `${path} (${name}) has mode ${mode}, open to others: chmod 600 it`)
    }
    return await file.readFile()
  } catch (error) {
    if (error instanceof StartFault) throw error
    throw new StartFault('file-unreadable', `${path} (${name}) cannot be read: ${causeOf(error)}`, {
      cause: error,
    })
  } finally {
    await file?.close()
  }
}

/**
 * Makes the directory (mode 0700) if it is missing, and refuses, with `code`, one that is not a directory,
 * belongs to another user or is open to others: who can write there could stand in for the signer.
 */
export async function ensurePrivateDirectory(code: StartCode, name: string, path: string): Promise<void> {
  const refuse = (why: string, cause?: unknown) => new StartFault(code, `${path} (${name}) ${why}`, { cause })
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw refuse(`cannot be made: ${causeOf(error)}`, error)
    }
  }
  const status = await lstat(path)
  if (!status.isDirectory()) throw refuse('is not a directory of its own (a link counts as another)')
  if (status.uid !== process.geteuid?.()) throw refuse(`belongs to user ${status.uid}, not to this process`)
  if ((status.mode & 0o077) !== 0) {
    throw refuse(`has mode ${(status.mode & 0o777).toString(8)}, open to others: chmod 700 it`)
  }
}
