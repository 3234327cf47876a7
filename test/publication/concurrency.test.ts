import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../registry-api/src/db/principal.ts'
import { checkHistory } from '../support/history.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { connect } from '../support/test-database.ts'
import { approvalOf, startTrustSpace, type Registry, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let other: Registry

beforeEach(async () => {
  space = await startTrustSpace()
  other = await space.startAnotherRegistry()
  const operator = await seedOperator(space)
  for (let number = 101; number <= 106; number += 1) await seedDrimbox(space, number, operator)
  await space.publishApproved()
})
afterEach(async () => {
  await other.database.close()
  await space.stop()
})

const principal = systemPrincipal('test')
const numbersServed = async () =>
  readWhitelist((await space.served())!.xml).entries.map(({ number }) => number)

describe('two processes of one registry', () => {
  it('publish one at a time: of many runs at once each list is signed once', async () => {
    await act(space, 102, 'suspend')
    space.clock.advance(1_000)
    const runs = Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? space.registry : other).publisher.run(principal, { isAsked: false }),
    )
    const outcomes = await Promise.all(runs)
    expect(outcomes.filter((outcome) => outcome?.is === 'served')).toHaveLength(1)
    expect(await checkHistory(space)).toMatchObject({ served: [1, 2] })
  })

  it('withdraw while they publish: what was withdrawn during a run is out after the next', async () => {
    for (const number of [101, 102, 103, 104]) {
      const acted = act(space, number, 'withdraw')
      space.clock.advance(1_000)
      await Promise.all([
        acted,
        space.registry.publisher.run(principal, { isAsked: false }),
        other.publisher.run(principal, { isAsked: false }),
      ])
    }
    await space.publish()
    expect(await numbersServed()).toEqual([105, 106])
    await checkHistory(space)
  })

  it('take two approvals at once, and one publication comes of it', async () => {
    await seedDrimbox(space, 107, await seedOperator(space, 'ANOTHER'))
    await space.publish()
    const waiting = (await space.awaiting())!
    const answers = await Promise.all(
      (['ada', 'grace', 'adasOther'] as const).map((name) =>
        space.handIn(waiting, approvalOf(waiting, space.home.keys[name], space.clock.now())),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
    space.clock.advance(1_000)
    await Promise.all([space.publish(), other.publisher.run(principal, { isAsked: false })])
    await space.publish()
    expect(await numbersServed()).toContain(107)
    expect((await checkHistory(space)).served).toEqual([1, 2])
  })

  it('survive that every connection to the database is cut, the publisher’s lock included', async () => {
    await act(space, 102, 'suspend')
    const admin = connect(space.database.urlFor('postgres'))
    try {
      for (let round = 0; round < 5; round += 1) {
        space.clock.advance(1_000)
        const run = space.registry.publisher.run(principal, { isAsked: true }).catch(() => undefined)
        await admin`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()`
        await run
      }
      await space.publish()
      await space.publish()
      expect(await numbersServed()).toEqual([101, 103, 104, 105, 106])
      await checkHistory(space)
      // Of this database only: other files run on the same cluster at the same time.
      const [left] = await admin`
        SELECT count(*)::int AS locks FROM pg_locks
         WHERE locktype = 'advisory'
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
      expect(left).toEqual({ locks: 0 })
    } finally {
      await admin.end()
    }
  })

  it('are held to one attempt at a time by the database itself', async () => {
    await seedDrimbox(space, 108, await seedOperator(space, 'YET ANOTHER'))
    await space.publish()
    const admin = connect(space.database.urlFor('postgres'))
    const columns = `version, sequence, state, kind, base_sequence, base_digest, content, content_digest, lines_digest,
      line_drimboxes, line_dns, gone, entry_count, added, removed, changed, approvals_needed, created_at, updated_at`
    try {
      await expect(
        admin.unsafe(
          `INSERT INTO publication (id, ${columns})
           SELECT '01970000-0000-7000-8000-000000000001', ${columns} FROM publication WHERE state = 'awaiting'`,
        ),
      ).rejects.toMatchObject({ constraint_name: 'publication_one_alive' })
    } finally {
      await admin.end()
    }
  })
})
