import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PostgresError } from './errors.ts'

const ZOMBIE_WAIT_MS = 5_000
const ORPHAN_STOP_MS = 30_000

/** True once the server of `pid` says in its own lock file that it takes connections. */
export function isReady(cluster: string, pid: number): boolean {
  const lines = lockFile(cluster)
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

/**
 * Leaves nobody on the cluster: a server that outlived a killed launcher is stopped, cleanly; a lock file that names a
 * dead or foreign process is removed. The caller holds the lock of the data directory. Throws `postgres-orphan`.
 */
export async function stopOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const pid = Number(lockFile(cluster)[0])
  if (!Number.isSafeInteger(pid) || pid <= 1) return
  if (isServerOf(pid, cluster)) {
    log(`a PostgreSQL of an earlier run (pid ${pid}) still held the data: stopping it`)
    process.kill(pid, 'SIGINT')
    for (let waited = 0; isServerOf(pid, cluster); waited += 50) {
      if (waited > ORPHAN_STOP_MS) {
        throw new PostgresError(
          'postgres-orphan',
          `a PostgreSQL of an earlier run (pid ${pid}) does not stop: end it by hand`,
        )
      }
      await wait(50)
    }
  }
  // A killed server may stay a zombie until somebody reaps it, and its successor takes it for alive.
  for (let waited = 0; stateOf(pid) === 'Z' && waited < ZOMBIE_WAIT_MS; waited += 50) await wait(50)
  const named = Number(lockFile(cluster)[0])
  // Not ours any more: dead, a zombie nobody reaps, or the number now belongs to a stranger (a reboot, a container).
  if (named === pid && !isServerOf(pid, cluster)) rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

function lockFile(cluster: string): string[] {
  const path = join(cluster, 'postmaster.pid')
  try {
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function isServerOf(pid: number, cluster: string): boolean {
  try {
    if (stateOf(pid) === 'Z') return false
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)
  } catch {
    return false
  }
}

/** The kernel's letter for the process (`Z` for a zombie), undefined when it is gone. `kill(pid, 0)` cannot tell. */
export function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
  } catch {
    return undefined
  }
}
