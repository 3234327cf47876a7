import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diesWithLauncher, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { PostgresError } from './errors.ts'

// Nothing of the caller's environment: PGDATA, PGPORT or a locale there would change what is started.
export const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
}

const ASIDE = 'cluster.new'

/** The major version that made the cluster; undefined where there is none yet. */
export function clusterMajor(cluster: string): number | undefined {
  const version = join(cluster, 'PG_VERSION')
  return existsSync(version) ? Number.parseInt(readFileSync(version, 'utf8'), 10) : undefined
}

/**
 * Makes the cluster unless it is there; gives back the superuser's password.
 *
 * It is built aside and renamed, so that a half-made one is never taken for whole. Throws `postgres-initdb`.
 */
export function makeCluster(place: {
  directory: string
  cluster: string
  binaries: Binaries
  account: Account
  durable: boolean
  bootstrap: readonly string[]
}): string {
  const { directory, cluster, binaries, account } = place
  const passwordFile = join(directory, 'superuser.password')
  if (existsSync(cluster)) return readFileSync(passwordFile, 'utf8').trim()

  for (const name of readdirSync(directory).filter((each) => each.startsWith(ASIDE))) {
    rmSync(join(directory, name), { recursive: true, force: true })
  }
  // A name of its own: the initdb of a launcher that was killed a moment ago may still be writing.
  const aside = join(directory, `${ASIDE}.${randomBytes(4).toString('hex')}`)
  const password = randomBytes(24).toString('base64url')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (account.owner) chownSync(passwordFile, account.owner.uid, account.owner.gid)
  // From 17 on the server brings its own locale; before, C.UTF-8 of the C library sorts the same way.
  const locale = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []
  const [command = '', ...before] = [...account.command, ...diesWithLauncher('KILL'), binaries.initdb]
  const made = spawnSync(
    command,
    [
      ...before,
      ...['-D', aside, '-U', 'postgres', '-E', 'UTF8', ...locale, '--locale=C.UTF-8'],
      ...[
        '--auth-local=scram-sha-256',
        '--auth-host=reject',
        `--pwfile=${passwordFile}`,
        '--no-instructions',
      ],
      ...(binaries.major >= 16 ? ['--set=timezone=UTC'] : []),
      ...(place.durable ? [] : ['--no-sync']),
    ],
    { cwd: '/', encoding: 'utf8', env: ENVIRONMENT },
  )
  if (made.status !== 0) {
    throw new PostgresError(
      'postgres-initdb',
      `initdb could not make the cluster in ${directory}: ${(made.stderr || made.error?.message || '').trim()}`,
    )
  }
  bootstrapCluster(aside, place)
  renameSync(aside, cluster)
  return password
}

/** The server's single-user mode needs no client: one statement a line, before anybody can connect. */
function bootstrapCluster(
  aside: string,
  place: { binaries: Binaries; account: Account; bootstrap: readonly string[] },
): void {
  if (place.bootstrap.length === 0) return
  const [command = '', ...before] = [
    ...place.account.command,
    ...diesWithLauncher('KILL'),
    place.binaries.postgres,
  ]
  const ran = spawnSync(command, [...before, '--single', '-D', aside, 'postgres'], {
    cwd: '/',
    encoding: 'utf8',
    env: ENVIRONMENT,
    input: place.bootstrap.map((statement) => `${statement}\n`).join(''),
  })
  // It exits 0 whatever a statement did: faults are on its error output alone.
  const faults = ran.stderr.split('\n').filter((line) => /(ERROR|FATAL|PANIC):/.test(line))
  if (ran.status !== 0 || faults.length > 0) {
    throw new PostgresError(
      'postgres-initdb',
      `the cluster could not be prepared: ${faults.join('\n') || ran.stderr}`,
    )
  }
}
