import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { tryAdvisoryLock } from '../../registry-api/src/db/advisory-lock.ts'
import { isDatabaseUnavailable, isSerializationFailure } from '../../registry-api/src/db/failures.ts'
import { systemPrincipal } from '../../registry-api/src/db/principal.ts'
import { openSessions, type Sessions } from '../../registry-api/src/db/sessions.ts'
import {
  assertOutsideTransaction,
  createInTransaction,
  type InTransaction,
} from '../../registry-api/src/db/transaction.ts'
import { connect, createTestDatabase, type TestDatabase } from '../support/test-database.ts'

let database: TestDatabase
let sessions: Sessions
let inTransaction: InTransaction
let admin: postgres.Sql
let changes: number

const principal = systemPrincipal('test')
const change = { event: 'instance.initialised', subject: { kind: 'instance', id: '1' } } as const

beforeEach(async () => {
  database = await createTestDatabase(inject('postgres'))
  admin = connect(database.urlFor('postgres'))
  await admin`CREATE TABLE note (id int PRIMARY KEY, text text)`
  await admin`GRANT ALL ON note TO registry_api`
  sessions = openSessions(database.urlFor('registry_api'), { max: 3 })
  changes = 0
  inTransaction = createInTransaction({
    sessions,
    clock: () => new Date(0),
    newId: () => '',
    beforeCommit: async () => undefined,
    onChange: () => (changes += 1),
  })
})
afterEach(async () => {
  await sessions.close()
  await admin.end()
  await database.drop()
})

const cutAll = () => admin`
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
const notes = async () => (await admin<{ id: number }[]>`SELECT id FROM note ORDER BY id`).map(({ id }) => id)
const insert = (id: number) => sql`INSERT INTO note VALUES (${id}, '')`

describe('a transaction', () => {
  it('whose connection is cut leaves nothing, whatever it goes on to ask', async () => {
    const broken = inTransaction(principal, async (tx) => {
      await tx.db.execute(insert(1))
      await cutAll()
      // What a careless use-case would do: swallow the failure and go on.
      await tx.db.execute(insert(2)).catch(() => undefined)
      await tx.db.execute(insert(3)).catch(() => undefined)
    })
    await expect(broken).rejects.toSatisfy(isDatabaseUnavailable)
    expect(await notes()).toEqual([])
    await inTransaction(principal, (tx) => tx.db.execute(insert(4)))
    expect(await notes()).toEqual([4])
  })

  it('that is cut in the middle of a query ends with an error, and the process goes on', async () => {
    const slow = inTransaction(principal, async (tx) => {
      await tx.db.execute(insert(1))
      await tx.db.execute(sql`SELECT pg_sleep(5)`)
    })
    // Looked at from the start: it may fail before cutAll() has come back.
    const outcome = expect(slow).rejects.toSatisfy(isDatabaseUnavailable)
    await vi.waitFor(async () => {
      const asleep =
        await admin`SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`
      expect(asleep.count).toBe(1)
    })
    await cutAll()
    await outcome
    expect(await notes()).toEqual([])
  })

  it('whose session was cut while nobody used it begins on another one', async () => {
    await Promise.all([1, 2, 3].map((id) => inTransaction(principal, (tx) => tx.db.execute(insert(id)))))
    await cutAll()
    await Promise.all([4, 5, 6].map((id) => inTransaction(principal, (tx) => tx.db.execute(insert(id)))))
    expect(await notes()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('survives a hundred cuts at any moment: every answer is true', async () => {
    const done: number[] = []
    let cutting = true
    const cutter = (async () => {
      while (cutting) {
        await cutAll()
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
      }
    })()
    await Promise.all(
      [0, 1, 2, 3].map(async (lane) => {
        for (let index = 0; index < 50; index += 1) {
          const id = lane * 1000 + index
          await inTransaction(principal, async (tx) => {
            await tx.db.execute(insert(id))
            await tx.db.execute(insert(id + 10_000))
          }).then(
            () => done.push(id),
            (error: unknown) => expect(isDatabaseUnavailable(error), String(error)).toBe(true),
          )
        }
      }),
    )
    cutting = false
    await cutter
    const there = await notes()
    // Both rows or none; whatever was said to be done is there. (A lost COMMIT may be there unsaid.)
    const firsts = there.filter((id) => id < 10_000)
    expect(there.filter((id) => id >= 10_000)).toEqual(firsts.map((id) => id + 10_000))
    expect(done.length).toBeGreaterThan(0)
    expect(firsts).toEqual(expect.arrayContaining(done))
  })

  it('that throws is undone, and its session serves the next', async () => {
    const thrown = inTransaction(principal, async (tx) => {
      await tx.db.execute(insert(1))
      throw new Error('no')
    })
    await expect(thrown).rejects.toThrow('no')
    expect(await notes()).toEqual([])
    for (let index = 0; index < 10; index += 1) {
      await expect(inTransaction(principal, (tx) => tx.db.execute(sql`SELECT 1/0`))).rejects.toThrow()
    }
    await inTransaction(principal, (tx) => tx.db.execute(insert(2)))
    expect(await notes()).toEqual([2])
  })

  it('that loses a race is run again, and gives up after ten times', async () => {
    await admin`INSERT INTO note VALUES (1, '')`
    let runs = 0
    await inTransaction(
      principal,
      async (tx) => {
        runs += 1
        await tx.db.execute(sql`SELECT * FROM note`)
        if (runs < 3) await admin`UPDATE note SET text = ${String(runs)} WHERE id = 1`
        await tx.db.execute(sql`UPDATE note SET text = 'mine' WHERE id = 1`)
      },
      { isolation: 'repeatable read' },
    )
    expect(runs).toBe(3)
    runs = 0
    const never = inTransaction(
      principal,
      async (tx) => {
        runs += 1
        await tx.db.execute(sql`SELECT * FROM note`)
        await admin`UPDATE note SET text = ${`x${runs}`} WHERE id = 1`
        await tx.db.execute(sql`UPDATE note SET text = 'mine' WHERE id = 1`)
      },
      { isolation: 'repeatable read' },
    )
    await expect(never).rejects.toSatisfy(isSerializationFailure)
    expect(runs).toBe(10)
  })

  it('read only writes nothing', async () => {
    await expect(
      inTransaction(principal, (tx) => tx.db.execute(insert(1)), { readOnly: true }),
    ).rejects.toThrow()
    expect(await notes()).toEqual([])
  })

  it('tells of a change only after its commit, and only if there was one', async () => {
    await inTransaction(principal, async (tx) => tx.noteChanges([change]))
    expect(changes).toBe(1)
    await inTransaction(principal, async () => undefined)
    await inTransaction(principal, async (tx) => {
      tx.noteChanges([change])
      throw new Error('no')
    }).catch(() => undefined)
    expect(changes).toBe(1)
  })

  it('is no place for a call over the network', async () => {
    await expect(
      inTransaction(principal, async () => assertOutsideTransaction('the signer')),
    ).rejects.toThrow('the signer was called inside a database transaction')
    expect(() => assertOutsideTransaction('the signer')).not.toThrow()
  })

  it('waits for a free session, and not for ever', { timeout: 30_000 }, async () => {
    const lent = await Promise.all([1, 2, 3].map(() => sessions.acquire()))
    const waiting = inTransaction(principal, (tx) => tx.db.execute(insert(1)))
    lent[0]!.release()
    await waiting
    lent[0] = await sessions.acquire()
    await expect(sessions.acquire()).rejects.toSatisfy(isDatabaseUnavailable)
    for (const session of lent) session.release()
  })
})

describe('an advisory lock', () => {
  it('is held by one, and free again when it is released or its session is cut', async () => {
    const first = await tryAdvisoryLock(sessions, 'x')
    expect(first).toBeDefined()
    expect(await tryAdvisoryLock(sessions, 'x')).toBeUndefined()
    expect(await tryAdvisoryLock(sessions, 'y')).toBeDefined()
    await first!.release()
    const second = await tryAdvisoryLock(sessions, 'x')
    expect(second).toBeDefined()
    await cutAll()
    expect(await tryAdvisoryLock(sessions, 'x').catch(() => tryAdvisoryLock(sessions, 'x'))).toBeDefined()
    await second!.release()
  })
})
