import { createHash } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import type { Clock } from '../clock.ts'
import { StartFault } from './fault.ts'
import type { Layout } from './layout.ts'
import { identityOf } from './process-identity.ts'
import { writeAside } from './write-aside.ts'

export interface Lock {
  /** Adds where the instance is found, for whoever meets the lock. */
  tell(portal: string): void
  release(): Promise<void>
}

interface Holder {
  readonly pid: number
  readonly identity: string
  readonly since: string
  readonly portal?: string
}

/**
 * Makes this process the only one that uses the data directory, before anything in it is touched; the folder itself is
 * made if it is absent.
 *
 * The lock is a socket name of the kernel, which no death leaves behind; the file beside tells who holds it, and keeps
 * apart launchers that do not share a network namespace. Throws StartFault `already-running` and those of a folder
 * that cannot be used.
 */
export async function lockDataDirectory(layout: Layout, clock: Clock): Promise<Lock> {
  const isNew = makeFolder(layout.root)
  const holderThere = readHolder(layout)
  const name = `\0drim-${createHash('sha256').update(realpathSync(layout.root)).digest('hex').slice(0, 32)}`
  const server = createServer((socket) => socket.destroy())
  const isFree = await new Promise<boolean>((done) => {
    server.once('error', () => done(false))
    server.listen(name, () => done(true))
  })
  server.unref()
  if (!isFree || (holderThere && identityOf(holderThere.pid) === holderThere.identity)) {
    if (isFree) server.close()
    throw alreadyRunning(layout, holderThere)
  }
  const mine = { pid: process.pid, identity: identityOf(process.pid) ?? '', since: clock().toISOString() }
  writeAside(layout.lockFile, `${JSON.stringify(mine)}\n`)
  return {
    tell: (portal) => writeAside(layout.lockFile, `${JSON.stringify({ ...mine, portal })}\n`),
    async release() {
      rmSync(layout.lockFile, { force: true })
      if (isNew) removeIfEmpty(layout.root)
      await new Promise((done) => server.close(done))
    },
  }
}

/** True if the folder was absent. */
function makeFolder(root: string): boolean {
  try {
    const isNew = !existsSync(root)
    if (isNew) {
      mkdirSync(root, { recursive: true, mode: 0o700 })
      // Root in another user's folder: they can look into it and remove it later.
      const above = statSync(dirname(root))
      if (process.getuid?.() === 0 && above.uid !== 0) chownSync(root, above.uid, above.gid)
    }
    const { uid } = statSync(root)
    const me = process.getuid?.() ?? uid
    if (me !== 0 && uid !== me) {
      throw new StartFault(
        'data-directory-of-another-user',
        `${root} belongs to another user (uid ${uid}): start as that user, or choose another DRIM_DATA_DIR.`,
      )
    }
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK)
    return isNew
  } catch (error) {
    if (error instanceof StartFault) throw error
    const cause = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      'data-directory-unwritable',
      `${root} cannot be used as data directory (${cause}): choose another DRIM_DATA_DIR.`,
    )
  }
}

/** A start that came to nothing leaves no folder behind. */
function removeIfEmpty(root: string): void {
  try {
    rmdirSync(root)
  } catch {
    // There is something in it by now, which is what a start is for.
  }
}

function readHolder(layout: Layout): Holder | undefined {
  try {
    return JSON.parse(readFileSync(layout.lockFile, 'utf8')) as Holder
  } catch {
    return undefined // absent, or cut short by a full disk: the kernel's lock decides alone
  }
}

function alreadyRunning(layout: Layout, holder: Holder | undefined): StartFault {
  const who = holder ? ` (pid ${holder.pid}, since ${holder.since})` : ''
  const where = holder?.portal ? ` Open ${holder.portal}, or stop` : ' Stop'
  return new StartFault(
    'already-running',
    `The demo already runs on ${layout.root}${who}.${where} it first with Ctrl-C; a second one beside it needs its own DRIM_DATA_DIR, PORTAL_PORT, API_PORT and DRIMBOX_PORT_BASE.`,
  )
}
