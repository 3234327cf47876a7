import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PUBLIC, settingsOf, systemPrincipal, type Principal } from '../../registry-api/src/db/principal.ts'
import type { Row } from '../support/rows.ts'
import { connect } from '../support/test-database.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'
import { createHousehold, type Household } from '../support/two-organisations.ts'

// What the API's own role sees and can touch, asked in SQL without any WHERE (decisions 58).
let space: TrustSpace
let owner: postgres.Sql
let api: postgres.Sql
let ours: Household
let theirs: Household

// Nothing in these tables belongs to an organisation. Each is here for a reason; a new table is not, until somebody
// has given it a policy or a reason.
const WITHOUT_ORGANISATION: Readonly<Record<string, string>> = {
  instance: 'the trust space itself',
  publication: 'the list, which is public once served; drafts are read by the agency (routes)',
  publication_sequence: 'numbers of lists',
  signed_list: 'public lists',
  current_whitelist: 'which list is served',
  approval: 'approvals of lists, by people of the agency',
  whitelist_import: 'what was imported, by the agency',
  reference_document: 'public texts',
  audit_head: 'a hash',
  drimbox_number: 'numbers that were ever given: public on the list',
  host_name: 'names that were ever given: public on the list',
}

// Rows that one has and yet never reads.
const NEVER_READ = ['sign_in_attempt']
// Secrets of a person: not for colleagues, not for the agency.
const SECRETS = ['identity', 'authenticator', 'session', 'step_up', 'idempotency_key', 'sign_in_attempt']
// Of the person, not of the organisation.
const PERSONAL = [...SECRETS, 'admission', 'admission_piece']

const newcomer = (personId: string): Principal => ({
  kind: 'person',
  id: personId,
  personId,
  memberships: [],
})
const agent: Principal = {
  kind: 'person',
  id: '01970000-0000-7000-8000-0000000000aa',
  personId: '01970000-0000-7000-8000-0000000000aa',
  memberships: [
    {
      id: '01970000-0000-7000-8000-0000000000ab',
      organisationId: '01970000-0000-7000-8000-0000000000ac',
      isAgency: true,
      roles: ['AI', 'AD'],
    },
  ],
}

beforeAll(async () => {
  space = await startTrustSpace()
  owner = connect(space.database.urlFor('postgres'))
  api = connect(space.database.urlFor('registry_api'))
  ours = await createHousehold(space, owner)
  theirs = await createHousehold(space, owner)
})
afterAll(async () => {
  const names = await guarded()
  const foreign = names.reduce((sum, name) => sum + rowsOf(theirs, name).length, 0)
  console.log(`row security: ${names.length} guarded tables, ${foreign} foreign rows`)
  await api.end()
  await owner.end()
  await space.stop()
})

/** Runs SQL as registry_api for a principal, and undoes it. */
async function as<T>(principal: Principal, work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> {
  class Undo extends Error {}
  let result: T
  await api
    .begin(async (tx) => {
      for (const [name, value] of Object.entries(settingsOf(principal)))
        await tx`SELECT set_config(${name}, ${value}, true)`
      result = await work(tx)
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  return result!
}

const seen = (principal: Principal, table: string): Promise<string[]> =>
  as(principal, async (tx) => {
    const rows = await tx.unsafe<{ row: string }[]>(`SELECT to_jsonb(${table})::text AS row FROM ${table}`)
    return rows.map(({ row }) => canonical(JSON.parse(row) as Row))
  })

const canonical = (row: Row): string =>
  JSON.stringify(Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))))
const rowsOf = (household: Household, table: string): string[] =>
  (household.rows.get(table) ?? []).map(canonical)

async function tables(): Promise<{ name: string; guarded: boolean; policies: number; owned: boolean }[]> {
  return owner<{ name: string; guarded: boolean; policies: number; owned: boolean }[]>`
    SELECT relname AS name, relrowsecurity AS guarded,
           (SELECT count(*)::int FROM pg_policy WHERE polrelid = pg_class.oid) AS policies,
           EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'organisation_id'
                      AND NOT attisdropped) AS owned
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = 'public' AND relkind IN ('r', 'p') ORDER BY 1`
}
const guarded = async () => (await tables()).filter(({ guarded }) => guarded).map(({ name }) => name)

describe('every table', () => {
  it('is under row security with a policy, or holds nothing of an organisation, for a reason said here', async () => {
    const all = await tables()
    for (const { name, guarded, policies, owned } of all) {
      if (name in WITHOUT_ORGANISATION) expect(owned, `${name} has an organisation`).toBe(false)
      else expect({ name, guarded, policies }).toEqual({ name, guarded: true, policies: expect.any(Number) })
      if (guarded) expect(policies, name).toBeGreaterThan(0)
    }
    expect(
      Object.keys(WITHOUT_ORGANISATION).filter((name) => !all.some((table) => table.name === name)),
    ).toEqual([])
  })

  it('that is guarded holds something of both organisations, or this file shows nothing', async () => {
    for (const name of await guarded())
      for (const household of [ours, theirs]) expect(rowsOf(household, name).length, name).toBeGreaterThan(0)
  })

  it('obeys its policies for whoever is not its owner, and its owner is not registry_api', async () => {
    const [row] =
      await owner`SELECT rolsuper OR rolbypassrls AS above FROM pg_roles WHERE rolname = 'registry_api'`
    expect(row?.['above']).toBe(false)
    const owned = await owner`SELECT relname FROM pg_class WHERE relowner = 'registry_api'::regrole`
    expect(owned.count).toBe(0)
  })
})

describe('as registry_api, without any WHERE', () => {
  it('a person sees every row of the own organisation and not one of another', async () => {
    for (const name of await guarded()) {
      const rows = await seen(ours.principal, name)
      const foreign = rowsOf(theirs, name)
      expect(
        rows.filter((row) => foreign.includes(row)),
        name,
      ).toEqual([])
      if (!NEVER_READ.includes(name)) expect(rows.toSorted(), name).toEqual(rowsOf(ours, name).toSorted())
    }
  })

  it('a colleague sees the organisation’s rows and no secret of another person', async () => {
    for (const name of await guarded()) {
      const expected = PERSONAL.includes(name)
        ? []
        : rowsOf(ours, name).filter((row) => name !== 'document' || !row.includes('"organisation_id":null'))
      expect((await seen(ours.colleague, name)).toSorted(), name).toEqual(expected.toSorted())
    }
  })

  it('a newcomer sees what is of that person alone', async () => {
    const personal = [
      'person',
      'identity',
      'authenticator',
      'session',
      'step_up',
      'membership',
      'admission',
      'admission_piece',
      'idempotency_key',
      'document',
      'decision',
      'decision_act',
    ]
    for (const name of await guarded()) {
      const rows = await seen(newcomer(theirs.personId), name)
      expect(
        rows.filter((row) => rowsOf(ours, name).includes(row)),
        name,
      ).toEqual([])
      if (!personal.includes(name)) expect(rows, name).toEqual([])
      if (personal.includes(name)) for (const row of rows) expect(rowsOf(theirs, name), name).toContain(row)
    }
  })

  it('nobody signed in, or a principal nobody knows, sees nothing', async () => {
    for (const name of await guarded()) {
      expect(await seen(PUBLIC, name), name).toEqual([])
      for (const kind of ['', 'nobody', 'Agency', 'person', 'administrator']) {
        const count = await api.begin(async (tx) => {
          await tx`SELECT set_config('registry.principal_kind', ${kind}, true)`
          return (await tx.unsafe(`SELECT FROM ${name}`)).count
        })
        expect(count, `${kind} ${name}`).toBe(0)
      }
    }
  })

  it('the agency sees all organisations and no secret of a person', async () => {
    for (const name of await guarded()) {
      const rows = await seen(agent, name)
      for (const household of [ours, theirs])
        for (const row of rowsOf(household, name))
          expect(rows.includes(row), name).toBe(!SECRETS.includes(name))
    }
  })

  it('the registry itself sees everything', async () => {
    for (const name of await guarded()) {
      const rows = await seen(systemPrincipal('test'), name)
      for (const row of [...rowsOf(ours, name), ...rowsOf(theirs, name)]) {
        // Keys of repeated requests and the like: its own work has none.
        expect(rows.includes(row), name).toBe(true)
      }
    }
  })

  it('keeps no principal from one transaction to the next', async () => {
    await as(ours.principal, (tx) => tx`SELECT FROM drimbox`)
    expect((await api`SELECT FROM drimbox`).count).toBe(0)
  })
})

describe('as registry_api, writing', () => {
  it('a person changes no foreign row, whatever column may be changed', async () => {
    const grants = await owner<{ table: string; column: string }[]>`
      SELECT table_name AS table, column_name AS column FROM information_schema.column_privileges
       WHERE grantee = 'registry_api' AND privilege_type = 'UPDATE' AND table_schema = 'public'`
    const names = await guarded()
    let tried = 0
    for (const { table, column } of grants) {
      if (!names.includes(table)) continue
      tried += 1
      const touched = await as(ours.principal, async (tx) => {
        const rows = await tx.unsafe<{ row: string }[]>(
          `UPDATE ${table} SET "${column}" = "${column}" RETURNING to_jsonb(${table})::text AS row`,
        )
        return rows.map(({ row }) => canonical(JSON.parse(row) as Row))
      }).catch(({ code }: { code: string }) => {
        // Some of what is seen is not the reader's to change.
        expect(code, `${table}.${column}`).toBe('42501')
        return []
      })
      expect(
        touched.filter((row) => rowsOf(theirs, table).includes(row)),
        `${table}.${column}`,
      ).toEqual([])
    }
    expect(tried).toBeGreaterThan(50)
  })

  it('a person adds no row to another organisation', async () => {
    const insertable = await owner<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.table_privileges
       WHERE grantee = 'registry_api' AND privilege_type = 'INSERT' AND table_schema = 'public'`
    const names = await guarded()
    const [{ next } = { next: 0 }] = await owner<
      { next: number }[]
    >`SELECT seq::int + 1 AS next FROM audit_head`
    for (const { name } of insertable) {
      if (!names.includes(name)) continue
      for (const known of theirs.rows.get(name) ?? []) {
        // The next of its chain, or the chain would refuse it first.
        const row = name === 'audit_event' ? { ...known, id: randomUUID(), seq: next } : known
        const answer = await as(ours.principal, (tx) =>
          tx.unsafe(`INSERT INTO ${name} SELECT * FROM jsonb_populate_record(NULL::${name}, $1::jsonb)`, [
            row as unknown as string,
          ]),
        ).then(
          () => 'inserted',
          (error: { code: string; message: string }) => `${error.code} ${error.message}`,
        )
        expect(answer, name).toMatch(/^42501 new row violates row-level security policy/)
      }
    }
  })
})

describe('as registry_api, writing what is one’s own to see', () => {
  const attempt = (principal: Principal, work: (tx: postgres.TransactionSql) => Promise<unknown>) =>
    as(principal, work).then(
      () => 'written',
      ({ code, message }: { code: string; message: string }) => `${code} ${message}`,
    )
  const refused = /^42501 new row violates row-level security policy/
  const rowOf = (household: Household, table: string) => (household.rows.get(table) ?? [])[0]!
  const insert = (table: string, row: Row) => (tx: postgres.TransactionSql) =>
    tx.unsafe(`INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1::jsonb)`, [
      row as unknown as string,
    ])

  it('nobody gives themselves a place in another organisation', async () => {
    const place = { ...rowOf(theirs, 'membership'), id: randomUUID(), person_id: ours.personId }
    expect(await attempt(ours.principal, insert('membership', place))).toMatch(refused)
  })

  it('nobody makes an identity theirs', async () => {
    const identity = { ...rowOf(ours, 'identity'), id: randomUUID(), subject: 'somebody else' }
    expect(await attempt(ours.principal, insert('identity', identity))).toMatch(refused)
  })

  it('nobody changes a colleague', async () => {
    const rename = (tx: postgres.TransactionSql) =>
      tx`UPDATE person SET mail = 'taken@test.example' WHERE id = ${ours.personId}`
    expect(await attempt(ours.colleague, rename)).toMatch(refused)
    expect(await attempt(ours.principal, rename)).toBe('written')
  })

  it('a party decides nothing, and the agency with no voice but each one’s own', async () => {
    const decision = { ...rowOf(ours, 'decision'), id: randomUUID(), subject_id: randomUUID() }
    expect(await attempt(ours.principal, insert('decision', decision))).toMatch(refused)
    const act = { ...rowOf(ours, 'decision_act'), id: randomUUID() }
    for (const principal of [ours.principal, agent])
      expect(await attempt(principal, insert('decision_act', act))).toMatch(refused)
  })

  it('no temporary table stands in for one that a function reads', async () => {
    const [{ id } = { id: '' }] = await owner<{ id: string }[]>`
      SELECT id FROM decision WHERE id = ${String(rowOf(ours, 'decision')['id'])}`
    const tried = await attempt(agent, async (tx) => {
      await tx`CREATE TEMPORARY TABLE decision_act (decision_id uuid, person_id uuid, verdict text)`
      await tx`GRANT SELECT ON decision_act TO PUBLIC`
      await tx`INSERT INTO pg_temp.decision_act
                 VALUES (${id}, gen_random_uuid(), 'propose'), (${id}, gen_random_uuid(), 'approve')`
      await tx`UPDATE decision SET state = 'approved' WHERE id = ${id}`
    })
    expect(tried).toMatch(/needs two persons|permission denied to create temporary/)
  })
})

describe('what reads around row security', () => {
  it('is these functions, each with a verdict or what it did, and a search path of its own', async () => {
    const functions = await owner<{ name: string; result: string; path: boolean }[]>`
      SELECT proname AS name, pg_get_function_result(oid) AS result,
             coalesce('search_path=public, pg_temp' = ANY (proconfig), false) AS path
        FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1`
    for (const { name, path } of functions) expect(path, name).toBe(true)
    expect(
      functions.filter(({ result }) => result !== 'trigger').map(({ name, result }) => `${name}: ${result}`),
    ).toEqual([
      'display_name_is_taken: boolean',
      // Ids of the sessions that it ended, of somebody whom the caller manages.
      'end_sessions_of: SETOF uuid',
      'persons_are_in_doubt: boolean',
    ])
  })

  it('is named in docs/invariants.md, all of it', async () => {
    const document = await readFile(join(import.meta.dirname, '../../docs/invariants.md'), 'utf8')
    const section = document.slice(document.indexOf('## What reads around row security'))
    const names = await owner<{ name: string }[]>`
      SELECT proname AS name FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
      UNION SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace`
    for (const { name } of names) expect(section, name).toContain(`\`${name}`)
  })

  it('ends sessions of one’s own people only', async () => {
    const end = (principal: Principal, personId: string) =>
      as(principal, async (tx) => (await tx`SELECT end_sessions_of(${personId}, '2026-11-25')`).count)
    expect(await end(ours.principal, theirs.personId)).toBe(0)
    expect(await end(newcomer(ours.personId), theirs.personId)).toBe(0)
    expect(await end(PUBLIC, theirs.personId)).toBe(0)
    expect(await end(ours.colleague, ours.personId)).toBe(1)
  })

  it('is one view with public columns; every other view asks as whoever reads it', async () => {
    const views = await owner<{ name: string; invoker: boolean }[]>`
      SELECT relname AS name, coalesce('security_invoker=true' = ANY (reloptions), false) AS invoker
        FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace ORDER BY 1`
    expect(views.filter(({ invoker }) => !invoker).map(({ name }) => name)).toEqual(['public_operator'])
    const columns = await owner<{ name: string }[]>`
      SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'public_operator' ORDER BY ordinal_position`
    expect(columns.map(({ name }) => name)).toEqual([
      'id',
      'public_number',
      'display_name',
      'kinds',
      'state',
      'member_since',
    ])
  })
})
