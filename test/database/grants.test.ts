import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDrimbox, seedOperator } from '../support/seed.ts'
import { connect } from '../support/test-database.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let owner: postgres.Sql
let operatorId: string

const ROLES = ['registry_api', 'registry_prober', 'registry_housekeeper'] as const

beforeAll(async () => {
  space = await startTrustSpace()
  operatorId = await seedOperator(space)
  await seedDrimbox(space, 101, operatorId)
  await seedDrimbox(space, 102, operatorId)
  await space.publishApproved()
  owner = connect(space.database.urlFor('postgres'))
})
afterAll(async () => {
  await owner.end()
  await space.stop()
})

/** SQLSTATE of a statement, or how many rows it touched; whatever it did is undone. */
async function attempt(sql: postgres.Sql, statement: string, principal = 'system'): Promise<string> {
  class Undo extends Error {}
  let answer = ''
  await sql
    .begin(async (tx) => {
      await tx`SELECT set_config('registry.principal_kind', ${principal}, true)`
      const rows = await tx.unsafe(statement)
      answer = `${rows.count} rows`
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) answer = (error as { code?: string }).code ?? String(error)
    })
  return answer
}

const DENIED = '42501'

async function tables(): Promise<string[]> {
  const rows = await owner<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  return rows.map(({ name }) => name)
}

describe('the roles', () => {
  it('delete and empty nothing anywhere, make nothing, and see no other schema', async () => {
    for (const role of ROLES) {
      const sql = connect(space.database.urlFor(role))
      try {
        for (const table of await tables()) {
          expect(await attempt(sql, `DELETE FROM ${table}`), `${role} ${table}`).toBe(DENIED)
          expect(await attempt(sql, `TRUNCATE ${table} CASCADE`), `${role} ${table}`).toBe(DENIED)
        }
        for (const statement of [
          'CREATE TABLE mine (id int)',
          'DROP TABLE audit_event',
          'ALTER TABLE operator DISABLE ROW LEVEL SECURITY',
          'ALTER TABLE audit_event DISABLE TRIGGER ALL',
          'DROP POLICY operator_own ON operator',
          'SELECT * FROM drizzle.__drizzle_migrations',
          'GRANT registry_api TO registry_prober',
          "SET SESSION AUTHORIZATION 'postgres'",
          'SET ROLE postgres',
          'SET session_replication_role = replica',
          "COPY operator TO PROGRAM 'true'",
          "SELECT pg_read_file('/etc/passwd')",
        ]) {
          expect(await attempt(sql, statement), `${role}: ${statement}`).toBe(DENIED)
        }
      } finally {
        await sql.end()
      }
    }
  })

  it('other than registry_api read and write nothing yet', async () => {
    for (const role of ['registry_prober', 'registry_housekeeper'] as const) {
      const sql = connect(space.database.urlFor(role))
      try {
        for (const table of [...(await tables()), 'listed_line']) {
          expect(await attempt(sql, `SELECT * FROM ${table}`), `${role} ${table}`).toBe(DENIED)
        }
      } finally {
        await sql.end()
      }
    }
  })
})

describe('registry_api', () => {
  let api: postgres.Sql
  beforeAll(() => {
    api = connect(space.database.urlFor('registry_api'))
  })
  afterAll(() => api.end())

  it.each([
    'UPDATE audit_event SET actor_id = actor_id',
    'UPDATE drimbox_number SET number = number + 1',
    'UPDATE host_name SET drimbox_id = drimbox_id',
    'UPDATE publication_sequence SET sequence = sequence + 1',
    'UPDATE signed_list SET bytes = bytes',
    'UPDATE approval SET kid = kid',
    'UPDATE whitelist_import SET entry_count = 0',
    "UPDATE instance SET mode = 'real'",
    'UPDATE drimbox SET number = number + 1',
    'UPDATE drimbox SET position = position + 1',
    "UPDATE drimbox SET added_at = ''",
    'UPDATE drimbox SET operator_id = operator_id',
    "UPDATE operator SET name = 'another'",
    "UPDATE access_point SET host = 'x'",
    "UPDATE certificate SET dn = 'CN=x'",
    "UPDATE publication SET content = ''",
    'UPDATE publication SET sequence = sequence + 1',
    "UPDATE publication SET content_digest = repeat('0', 64)",
    'INSERT INTO current_whitelist VALUES (1, 9)',
    'INSERT INTO audit_event OVERRIDING SYSTEM VALUE SELECT * FROM audit_event',
  ])('may not: %s', async (statement) => {
    expect(['42501', '428C9', '23505']).toContain(await attempt(api, statement))
    expect(await attempt(api, statement)).not.toMatch(/rows/)
  })

  it('sees no row of an organisation without a principal, nor as the public', async () => {
    for (const principal of ['', 'public', 'nobody', 'Administrator']) {
      for (const table of ['operator', 'drimbox', 'access_point', 'certificate', 'listed_line']) {
        expect(await attempt(api, `SELECT * FROM ${table}`, principal), `${principal} ${table}`).toBe(
          '0 rows',
        )
      }
      expect(await attempt(api, `UPDATE drimbox SET state = 'withdrawn'`, principal)).toBe('0 rows')
    }
    expect(await attempt(api, 'SELECT * FROM drimbox')).toBe('2 rows')
  })

  it('sees only its own rows as an operator', async () => {
    const other = await seedOperator(space, 'ANOTHER')
    await seedDrimbox(space, 201, other)
    const seen = await api.begin(async (tx) => {
      await tx`SELECT set_config('registry.principal_kind', 'operator', true)`
      await tx`SELECT set_config('registry.principal_operator', ${other}, true)`
      const boxes = await tx<{ number: number }[]>`SELECT number FROM drimbox`
      const points = await tx`SELECT FROM access_point`
      const certificates = await tx`SELECT FROM certificate`
      return [boxes.map(({ number }) => number), points.count, certificates.count]
    })
    expect(seen).toEqual([[201], 2, 1])
  })

  it('keeps no principal from one transaction to the next', async () => {
    await api.begin(async (tx) => {
      await tx`SELECT set_config('registry.principal_kind', 'administrator', true)`
      await tx`SELECT set_config('registry.principal_operator', ${operatorId}, true)`
    })
    expect((await api`SELECT FROM drimbox`).count).toBe(0)
  })

  it('answers every table that has an organisation under row security', async () => {
    const rows = await owner<{ name: string }[]>`
      SELECT relname AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
       WHERE nspname = 'public' AND relkind = 'r' AND relrowsecurity ORDER BY 1`
    expect(rows.map(({ name }) => name)).toEqual(['access_point', 'certificate', 'drimbox', 'operator'])
  })
})

describe('the second locks hold against the owner, too', () => {
  it.each([
    ['UPDATE audit_event SET actor_id = actor_id', '42501'],
    ['DELETE FROM audit_event', '42501'],
    ['TRUNCATE audit_event', '42501'],
    ['DELETE FROM drimbox_number', '42501'],
    ['UPDATE host_name SET drimbox_id = drimbox_id', '42501'],
    ['DELETE FROM publication_sequence', '42501'],
    ['UPDATE signed_list SET bytes = bytes', '42501'],
    ['DELETE FROM drimbox', '42501'],
    ['UPDATE current_whitelist SET sequence = 0', '23514'],
    ['UPDATE current_whitelist SET sequence = sequence', '23514'],
    ['UPDATE current_whitelist SET sequence = 99', '23514'],
    ["UPDATE publication SET content = 'x'", '23514'],
    ["UPDATE publication SET state = 'signing' WHERE state = 'served'", '23514'],
    ["UPDATE drimbox SET state = 'suspended'", '23514'],
    ["UPDATE drimbox SET suspension_level = 'out'", '23514'],
    ['UPDATE drimbox SET number = 1000000000', '23514'],
  ])('%s', async (statement, code) => {
    expect(await attempt(owner, statement)).toBe(code)
  })

  it('a publication is refused with a line that is not on the list, when written and when opened', async () => {
    const insert = (box: string, dn: string) => `
      INSERT INTO publication (id, version, sequence, state, kind, base_sequence, base_digest, content, content_digest,
        lines_digest, line_drimboxes, line_dns, gone, entry_count, added, removed, changed, approvals_needed,
        created_at, updated_at)
      SELECT '01970000-0000-7000-8000-000000000001', 1, 50, 'approved', 'removal', 1, repeat('0', 64), '', repeat('0', 64),
        repeat('0', 64), ARRAY[${box}]::uuid[], ARRAY[${dn}]::text[], '{}', 1, 0, 0, 0, 0, at, at FROM publication_sequence LIMIT 1`
    const box = '(SELECT id FROM drimbox WHERE number = 101)'
    const dn = '(SELECT dn FROM certificate JOIN drimbox ON drimbox.id = drimbox_id WHERE number = 101)'
    expect(await attempt(owner, insert(box, dn))).toBe('1 rows')
    expect(await attempt(owner, insert(box, `'CN=another'`))).toBe('23514')
    expect(await attempt(owner, insert(`'01970000-0000-7000-8000-000000000009'`, dn))).toBe('23514')
    expect(
      await attempt(
        owner,
        `${insert(box, dn)}; UPDATE drimbox SET state = 'withdrawn' WHERE number = 101;
         UPDATE publication SET state = 'signing', opened_at = updated_at WHERE state = 'approved'`,
      ),
    ).toBe('23514')
  })
})
