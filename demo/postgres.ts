import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chooseAccount, diesWithLauncher } from './postgres/account.ts'
import { findBinaries } from './postgres/binaries.ts'
import { clusterMajor, ENVIRONMENT, makeCluster } from './postgres/cluster.ts'
import { PostgresError } from './postgres/errors.ts'
import { ensurePrivateDirectory } from './private-directory.ts'
import { isReady, stopOrphan } from './postgres/postmaster.ts'

export { PostgresError } from './postgres/errors.ts'

const READY_WAIT_MS = 120_000 // recovery after a crash may replay minutes of log
const STOP_WAIT_MS = 20_000
const TAIL_LINES = 12

export interface PostgresOptions {
  /** Holds the cluster and the superuser's password; made when absent, mode 0700. */
  readonly directory: string
  /** For the socket only (its path must stay under 107 bytes); made when absent, mode 0700. */
  readonly socketDirectory: string
  /** Default: embedded, else the system's. Golden-schema tests ask for `system`. */
  readonly binaries?: 'embedded' | 'system'
  /** False for throw-away clusters: nothing is synced to disk. Default true. */
  readonly durable?: boolean
  readonly settings?: Readonly<Record<string, string>>
  /** Statements of one line each, run as superuser when the cluster is made and never again. */
  readonly bootstrap?: readonly string[]
  readonly log?: (line: string) => void
}

export interface Postgres {
  readonly pid: number
  readonly major: number
  readonly superuser: { readonly user: string; readonly password: string }
  /** libpq's form, `postgres://user:password@localhost/database?host=%2Fdirectory`. */
  urlFor(user: string, password: string, database: string): string
  /** Settles when the server has ended, asked or not. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Fast shutdown (clients are cut, nothing is lost). May be called twice. */
  stop(): Promise<void>
}

/**
 * Starts a private PostgreSQL: Unix socket only, scram passwords, UTF-8, UTC.
 *
 * The first start makes the cluster aside and renames it, so that a killed one heals. A server left by a killed
 * launcher is stopped first; this one stops by itself when its launcher dies (where `setpriv` is there). The caller
 * makes sure that no other launcher uses the directory. Throws PostgresError.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const log = options.log ?? (() => undefined)
  const directory = resolve(options.directory)
  const socketDirectory = resolve(options.socketDirectory)
  const cluster = join(directory, 'cluster')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  ensurePrivateDirectory(socketDirectory)
  const binaries = findBinaries(options.binaries, clusterMajor(cluster))
  const account = chooseAccount({
    postgres: binaries.postgres,
    cluster,
    directories: [directory, socketDirectory],
  })
  await stopOrphan(cluster, log)
  const password = makeCluster({
    directory,
    cluster,
    binaries,
    account,
    durable: options.durable ?? true,
    bootstrap: options.bootstrap ?? [],
  })

  const settings = {
    unix_socket_permissions: '0700',
    ...(options.durable === false ? FAST : {}),
    ...options.settings,
  }
  const [command = '', ...before] = [...account.command, ...diesWithLauncher('INT'), binaries.postgres]
  const child = spawn(
    command,
    [
      ...before,
      '-D',
      cluster,
      '-k',
      socketDirectory,
      '-h',
      '',
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // Its own session: a Ctrl-C in the terminal reaches the launcher alone, which stops things in order.
    { cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: ENVIRONMENT },
  )
  const tail = followLines(child, log)
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => {
    child.once('error', () => done({ code: null, signal: null }))
    child.once('exit', (code, signal) => done({ code, signal }))
  })
  await untilReady(child, cluster, exited, tail)
  return {
    pid: child.pid ?? -1,
    major: binaries.major,
    superuser: { user: 'postgres', password },
    urlFor: (user, secret, database) => postgresUrl(socketDirectory, user, secret, database),
    exited,
    stop: () => stopServer(child, exited),
  }
}

/** libpq's form for a server behind a Unix socket: the folder of the socket goes into `host`. */
export function postgresUrl(
  socketDirectory: string,
  user: string,
  password: string,
  database: string,
): string {
  const [who, secret, name, host] = [user, password, database, socketDirectory].map(encodeURIComponent)
  return `postgres://${who}:${secret}@localhost/${name}?host=${host}`
}

const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

function followLines(child: ChildProcess, log: (line: string) => void): string[] {
  const tail: string[] = []
  let rest = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      log(line)
      tail.push(line)
      if (tail.length > TAIL_LINES) tail.shift()
    }
  })
  return tail
}

async function untilReady(
  child: ChildProcess,
  cluster: string,
  exited: Promise<unknown>,
  tail: readonly string[],
): Promise<void> {
  let ended = false
  void exited.then(() => (ended = true))
  for (let waited = 0; !isReady(cluster, child.pid ?? -1); waited += 20) {
    if (ended)
      throw new PostgresError('postgres-start', `the server ended before it was ready.\n${tail.join('\n')}`)
    if (waited > READY_WAIT_MS) {
      await stopServer(child, exited)
      throw new PostgresError(
        'postgres-start',
        `the server was not ready after ${READY_WAIT_MS / 1000} s.\n${tail.join('\n')}`,
      )
    }
    await wait(20)
  }
}

async function stopServer(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  // SIGTERM would wait for every client to leave; SIGQUIT leaves recovery to the next start.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    child.kill(signal)
    const late = new AbortController()
    await Promise.race([
      exited,
      wait(STOP_WAIT_MS, undefined, { signal: late.signal }).catch(() => undefined),
    ])
    late.abort()
  }
}
