import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startPostgres } from '../../demo/postgres.ts'
import { execute, ROLE_PASSWORDS } from '../support/test-database.ts'

const root = join(import.meta.dirname, '../..')
const golden = join(root, 'migrations/schema.golden.sql')
const PG_DUMP = '/usr/lib/postgresql/15/bin/pg_dump'

/** From nothing, on the oldest PostgreSQL that is supported. */
async function dumpSchema(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'drim-golden-'))
  const server = await startPostgres({
    directory: join(directory, 'pg'),
    socketDirectory: join(directory, 'socket'),
    binaries: 'system',
    durable: false,
  })
  try {
    expect(server.major).toBe(15)
    const { user, password } = server.superuser
    await execute(server.urlFor(user, password, 'postgres'), 'CREATE DATABASE registry')
    const url = server.urlFor(user, password, 'registry')
    writeFileSync(join(directory, 'roles.json'), JSON.stringify(ROLE_PASSWORDS))
    const migrated = spawnSync(
      process.execPath,
      ['--conditions=development', join(root, 'registry-api/src/db/migrate.ts')],
      {
        env: {
          PATH: process.env['PATH'] ?? '',
          REGISTRY_OWNER_DATABASE_URL: url,
          REGISTRY_ROLE_PASSWORDS_FILE: join(directory, 'roles.json'),
        },
        encoding: 'utf8',
      },
    )
    expect(migrated.status, migrated.stderr).toBe(0)
    const dump = execFileSync(
      PG_DUMP,
      ['--schema-only', '--schema=public', '--no-owner', '--restrict-key=golden', '--dbname', url],
      { encoding: 'utf8' },
    )
    // The minor version is the machine's.
    return dump.replaceAll(/^-- Dumped .*\n/gm, '')
  } finally {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

describe.skipIf(!existsSync(PG_DUMP))('the golden schema', () => {
  it('is what the migrations make of an empty database on PostgreSQL 15, grants included', async () => {
    const dump = await dumpSchema()
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, dump)
    expect(dump).toBe(readFileSync(golden, 'utf8'))
  })
})
