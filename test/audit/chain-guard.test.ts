import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rechain } from '../support/rechain.ts'
import { seedDrimbox, seedOperator } from '../support/seed.ts'
import { execute } from '../support/test-database.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let operator: string

beforeEach(async () => {
  space = await startTrustSpace()
  operator = await seedOperator(space)
  await seedDrimbox(space, 101, operator)
  await space.publishApproved()
})
afterEach(() => space.stop())

/** As whoever owns the server can. */
const superuser = (statement: string) =>
  execute(space.database.urlFor('postgres'), `SET session_replication_role = replica; ${statement}`)

/** A change that has to be published, and what becomes of it. */
async function tryToPublish(): Promise<unknown> {
  await seedDrimbox(space, 102, operator)
  return space.publish().then(
    (outcome) => outcome?.is,
    (error: unknown) => (error as { code?: string }).code,
  )
}

describe('once the audit is not what the last list vouched for, nothing is published', () => {
  it('though the chain was only left alone, a change goes its way', async () => {
    expect(await tryToPublish()).toBe('waiting')
  })

  it('where an event after that list was edited', async () => {
    await seedOperator(space, 'IMADIS')
    await superuser(
      `UPDATE audit_event SET actor_id = 'nobody' WHERE seq = (SELECT max(seq) FROM audit_event)`,
    )
    expect(await tryToPublish()).toBe('audit-chain-broken')
    expect((await space.served())?.sequence).toBe(1)
  })

  it('where one was removed', async () => {
    await seedOperator(space, 'IMADIS')
    await superuser(`DELETE FROM audit_event WHERE seq = (SELECT max(seq) - 1 FROM audit_event)`)
    expect(await tryToPublish()).toBe('audit-chain-broken')
  })

  it('where the whole of it was written anew, hashes and all: the record of the list has the old one', async () => {
    await superuser(`UPDATE audit_event SET actor_id = 'nobody' WHERE seq = 2`)
    await rechain(space.database.urlFor('postgres'))
    await space.restartRegistry()
    expect(await tryToPublish()).toBe('audit-chain-broken')
    const { json } = await space.request('GET', '/v1/audit-head')
    expect(json['seq']).toBeGreaterThan(2)
  })
})
