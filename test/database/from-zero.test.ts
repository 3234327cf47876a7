import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestDatabase, execute, ROLE_PASSWORDS, type TestDatabase } from '../support/test-database.ts'

const root = join(import.meta.dirname, '../..')
let directory: string
let database: TestDatabase

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'drim-migrations-'))
  database = await createTestDatabase(inject('postgres'))
})
afterAll(async () => {
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

function migrate(environment: Record<string, string>) {
  return spawnSync(
    process.execPath,
    ['--conditions=development', join(root, 'registry-api/src/db/migrate.ts')],
    { env: { PATH: process.env['PATH'] ?? '', ...environment }, encoding: 'utf8' },
  )
}

function passwords(name: string, content: unknown): string {
  const path = join(directory, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

describe('the migrations', () => {
  it('run again change nothing, and the grants are as before', async () => {
    const grants = () =>
      execute(
        database.urlFor('postgres'),
        `SELECT grantee, table_name, column_name, privilege_type FROM information_schema.column_privileges
          WHERE grantee LIKE 'registry%' ORDER BY 1, 2, 3, 4`,
      )
    const before = await grants()
    expect(before.length).toBeGreaterThan(100)
    const { status, stderr } = migrate({
      REGISTRY_OWNER_DATABASE_URL: database.urlFor('postgres'),
      REGISTRY_ROLE_PASSWORDS_FILE: passwords('roles.json', ROLE_PASSWORDS),
    })
    expect(status, stderr).toBe(0)
    expect(await grants()).toEqual(before)
  })

  it('say in one line what is wrong with their configuration, and exit 1', () => {
    const { status, stderr } = migrate({
      REGISTRY_OWNER_DATABASE_URL: 'mysql://x',
      REGISTRY_ROLE_PASSWORDS_FILE: passwords('roles.json', ROLE_PASSWORDS),
    })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^migration failed: .*\n✖ must be a postgres:\/\/ URL/)
    expect(stderr).not.toMatch(/at .*\.ts:\d+/)
  })

  it('take a password with quotes in it', async () => {
    const odd = `o'dd "password" \\ of $1 letters`
    const { status, stderr } = migrate({
      REGISTRY_OWNER_DATABASE_URL: database.urlFor('postgres'),
      REGISTRY_ROLE_PASSWORDS_FILE: passwords('odd.json', { ...ROLE_PASSWORDS, registry_prober: odd }),
    })
    expect(status, stderr).toBe(0)
    const url = new URL(database.urlFor('registry_prober'))
    url.password = encodeURIComponent(odd)
    expect(await execute(url.href, 'SELECT current_user AS who')).toEqual([{ who: 'registry_prober' }])
    migrate({
      REGISTRY_OWNER_DATABASE_URL: database.urlFor('postgres'),
      REGISTRY_ROLE_PASSWORDS_FILE: passwords('roles.json', ROLE_PASSWORDS),
    })
  })

  it('are what the schema files ask for: drizzle finds nothing to add', () => {
    const copy = join(directory, 'copy')
    for (const path of ['migrations', 'registry-api/src/db/schema', 'drizzle.config.ts', 'package.json']) {
      cpSync(join(root, path), join(copy, path), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/drizzle-kit/bin.cjs'), 'generate'],
      { cwd: copy, encoding: 'utf8' },
    )
    expect(stdout + stderr).toContain('No schema changes')
  })

  it('never ask the database for the time or an id', () => {
    const journal = JSON.parse(readFileSync(join(root, 'migrations/meta/_journal.json'), 'utf8')) as {
      entries: { tag: string }[]
    }
    for (const { tag } of journal.entries) {
      const sql = readFileSync(join(root, `migrations/${tag}.sql`), 'utf8')
      expect(sql, tag).not.toMatch(/\bnow\(\)|current_timestamp|clock_timestamp|gen_random_uuid|uuidv7/i)
    }
  })

  it('name every constraint: none bears a name that PostgreSQL made up', async () => {
    const rows = await execute(
      database.urlFor('postgres'),
      `SELECT conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')
          AND conname ~ '_(pkey|key|fkey|check\\d*)$' AND conname <> 'host_name_drimbox_key'`,
    )
    expect(rows).toEqual([])
  })
})
