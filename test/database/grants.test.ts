import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertRow } from '../support/rows.ts'
import { seedDrimbox, seedOperator } from '../support/seed.ts'
import { connect } from '../support/test-database.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let owner: postgres.Sql

const ROLES = ['registry_api', 'registry_prober', 'registry_housekeeper'] as const

beforeAll(async () => {
  space = await startTrustSpace()
  const operatorId = await seedOperator(space)
  await seedDrimbox(space, 101, operatorId)
  await seedDrimbox(space, 102, operatorId)
  await space.publishApproved()
  owner = connect(space.database.urlFor('postgres'))
  const person = await insertRow(owner, 'person', { version: 1, state: 'active' })
  const place = { person_id: person['id'], organisation_id: operatorId, roles: ['OA'], state: 'active' }
  await insertRow(owner, 'membership', { version: 1, ...place })
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
          'ALTER TABLE organisation DISABLE ROW LEVEL SECURITY',
          'ALTER TABLE audit_event DISABLE TRIGGER ALL',
          'DROP POLICY organisation_own ON organisation',
          'SELECT * FROM drizzle.__drizzle_migrations',
          'GRANT registry_api TO registry_prober',
          "SET SESSION AUTHORIZATION 'postgres'",
          'SET ROLE postgres',
          'SET session_replication_role = replica',
          "COPY organisation TO PROGRAM 'true'",
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
    'UPDATE drimbox SET organisation_id = organisation_id',
    "UPDATE organisation SET public_number = 'OP-00009'",
    "UPDATE organisation SET origin = 'import'",
    'UPDATE organisation_number SET number = number + 1',
    'UPDATE commitment SET organisation_id = organisation_id',
    "UPDATE commitment SET kind = 'internal'",
    'UPDATE delegation SET organisation_id = organisation_id',
    'UPDATE delegation SET valid_until = valid_until',
    "UPDATE document SET sha256 = ''",
    "UPDATE document SET content = ''",
    "UPDATE decision SET payload = '{}'",
    "UPDATE decision SET digest = repeat('0', 64)",
    "UPDATE decision SET class = 'grant'",
    "UPDATE decision_act SET verdict = 'approve'",
    'UPDATE admission SET author_id = author_id',
    'UPDATE membership SET person_id = person_id',
    "UPDATE session SET token_sha256 = ''",
    'UPDATE session SET person_id = person_id',
    'UPDATE session SET expires_at = expires_at',
    "UPDATE step_up SET act_sha256 = ''",
    'UPDATE step_up SET person_id = person_id',
    "UPDATE authenticator SET public_key = ''",
    'UPDATE authenticator SET person_id = person_id',
    "UPDATE api_key SET secret_sha256 = ''",
    "UPDATE api_key SET scopes = '{read}'",
    'UPDATE api_key SET expires_at = expires_at',
    "UPDATE invitation SET roles = '{AA}'",
    "UPDATE invitation SET code_sha256 = ''",
    "UPDATE mail SET recipient = ''",
    "UPDATE reference_document SET sha256 = ''",
    "UPDATE access_point SET host = 'x'",
    "UPDATE certificate SET dn = 'CN=x'",
    "UPDATE publication SET content = ''",
    'UPDATE publication SET sequence = sequence + 1',
    "UPDATE publication SET content_digest = repeat('0', 64)",
    'INSERT INTO current_whitelist VALUES (1, 9)',
    'INSERT INTO audit_event SELECT * FROM audit_event',
    "INSERT INTO audit_head VALUES (2, 0, repeat('0', 64))",
    "UPDATE audit_head SET hash = repeat('0', 64)",
    'UPDATE audit_head SET seq = seq + 1',
    'UPDATE audit_head SET id = 2',
  ])('may not: %s', async (statement) => {
    // 42501: not granted. 23505, 23514: a second lock.
    expect(['42501', '23505', '23514']).toContain(await attempt(api, statement))
  })

  it('changes no column that says who, what or when something was, wherever it stands', async () => {
    const FOR_EVER =
      /^(id|at|created_at|created_by|number|public_number|position|dn|fingerprint|token_sha256|secret_sha256|act_sha256|sha256|digest|payload|shown|class|event|subject_.*|verdict|proposed_by|author_id|uploaded_by|issuer|subject|credential_id|public_key|prefix|scopes|nonce|challenge|state_token|body|content|bytes|dedupe_key|recipient.*|template)$/
    const columns = await owner<{ table: string; column: string }[]>`
      SELECT table_name AS table, column_name AS column FROM information_schema.column_privileges
       WHERE grantee = 'registry_api' AND privilege_type = 'UPDATE' AND table_schema = 'public'`
    expect(columns.length).toBeGreaterThan(100)
    const loose = columns.filter(({ column }) => FOR_EVER.test(column))
    expect(loose.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual([
      // A reviewer may think again, until the admission is decided.
      'admission_piece.verdict',
      // The answer kept under an Idempotency-Key is written once it is known; an old key may be used anew.
      'idempotency_key.body',
      'idempotency_key.created_at',
      // What was secret in a mail is taken out once it is sent.
      'mail.body',
    ])
  })

  it('changes nothing in tables of acts', async () => {
    const columns = await owner<{ table: string }[]>`
      SELECT DISTINCT table_name AS table FROM information_schema.column_privileges
       WHERE grantee = 'registry_api' AND privilege_type = 'UPDATE' AND table_schema = 'public'`
    for (const table of [
      'audit_event',
      'drimbox_number',
      'host_name',
      'organisation_number',
      'publication_sequence',
      'signed_list',
      'approval',
      'decision_act',
      'delegation_drimbox',
      'whitelist_import',
    ])
      expect(
        columns.map((row) => row.table),
        table,
      ).not.toContain(table)
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
    ['DELETE FROM organisation', '42501'],
    ['TRUNCATE organisation CASCADE', '42501'],
    ['UPDATE organisation_number SET number = number', '42501'],
    ['DELETE FROM organisation_number', '42501'],
    ['DELETE FROM commitment', '42501'],
    ['DELETE FROM audit_head', '42501'],
    ['UPDATE audit_head SET seq = 0', '23514'],
    ["UPDATE audit_head SET hash = repeat('f', 64)", '23514'],
    [
      "INSERT INTO audit_event SELECT seq + 2, gen_random_uuid(), now(), 'system', 'x', NULL, NULL, 'x', 'x', 'x', NULL, NULL, '{}', NULL, NULL, NULL, repeat('0', 64) FROM audit_head",
      '23514',
    ],
    ["UPDATE commitment SET state = 'frozen'", '23514'],
    ["UPDATE membership SET roles = '{AA,AD}'", '23514'],
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
