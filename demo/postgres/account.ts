import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { PostgresError } from './errors.ts'

const NOBODY = 65534
const NOBODY_USER: Owner = { uid: NOBODY, gid: NOBODY }

interface Owner {
  readonly uid: number
  readonly gid: number
}

/** How the server is run: `command` stands before `initdb` or `postgres`; `owner` owns its files, as seen from outside. */
export interface Account {
  readonly command: readonly string[]
  readonly owner: Owner | undefined
}

/**
 * Chooses the account the server runs under, because PostgreSQL refuses to run as root (decisions 12).
 *
 * An ordinary user: as is. Root: as `nobody` of a user namespace in which root's own files are nobody's (this works in
 * a folder of mode 700 and makes no user); in another user's folder as that user; else as `nobody`, at last with the
 * one capability that lets it pass root's folders. Each is tried with the real paths before it is taken.
 * Throws `postgres-account`.
 */
export function chooseAccount(paths: {
  postgres: string
  cluster: string
  directories: readonly string[]
}): Account {
  if (process.getuid?.() !== 0) return { command: [], owner: undefined }
  const inNamespace: Account = {
    command: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'],
    owner: { uid: 0, gid: 0 },
  }
  const candidates: Account[] = []
  if (existsSync(paths.cluster)) {
    // A cluster that is there keeps its owner: the server refuses a directory that is another's.
    const owner = statSync(paths.cluster)
    candidates.push(...(owner.uid === 0 ? [inNamespace] : [asUser(owner), ...withCapability(owner)]))
  } else {
    const folder = folderOwner(paths.directories[0] ?? paths.cluster)
    candidates.push(inNamespace, ...(folder ? [asUser(folder)] : []), asUser(NOBODY_USER))
    candidates.push(...withCapability(NOBODY_USER))
  }
  for (const account of candidates) {
    if (mayRun(account, paths)) return account
  }
  throw new PostgresError(
    'postgres-account',
    `PostgreSQL refuses to run as root, and no other account can reach ${paths.directories[0]}: run as an ordinary user, or allow user namespaces (sysctl user.max_user_namespaces)`,
  )
}

/**
 * What stands before a command so that the kernel sends it that signal when whoever started it dies, even by kill -9.
 * Nothing where `setpriv` does not know how.
 */
export function diesWithLauncher(signal: 'INT' | 'KILL'): string[] {
  const known = spawnSync('setpriv', ['--pdeathsig', signal, 'true'], { stdio: 'ignore' }).status === 0
  return known ? ['setpriv', '--pdeathsig', signal, '--'] : []
}

function asUser(owner: Owner, capability?: string): Account {
  const raised = capability ? [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`] : []
  return {
    command: ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...raised, '--'],
    owner: { uid: owner.uid, gid: owner.gid },
  }
}

// Containers grant root the second more often than the first; it also lets the server write, hence last.
function withCapability(owner: Owner): Account[] {
  return ['dac_read_search', 'dac_override'].map((capability) => asUser(owner, capability))
}

/** The owner of the nearest folder above that is not root's, if there is one. */
function folderOwner(path: string): Owner | undefined {
  for (let at = path; dirname(at) !== at; at = dirname(at)) {
    const owner = statSync(at)
    if (owner.uid !== 0) return owner
  }
  return undefined
}

function mayRun(account: Account, paths: { postgres: string; directories: readonly string[] }): boolean {
  const { owner } = account
  if (owner) for (const each of paths.directories) chownSync(each, owner.uid, owner.gid)
  const [command, ...before] = account.command
  if (command === undefined) return true
  const script = 'test -x "$1" || exit 1; shift; for each; do cd "$each" && test -w . || exit 1; done'
  const tried = spawnSync(
    command,
    [...before, 'sh', '-c', script, 'sh', paths.postgres, ...paths.directories],
    {
      cwd: '/',
      stdio: 'ignore',
    },
  )
  return tried.status === 0
}
