import { readWhitelist } from '@trust-space/whitelist/format'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, dayInParis } from '../../registry-api/src/paris-days.ts'
import { createAgreements, type Agreements } from '../support/agreements.ts'
import { DAY_MS } from '../support/clock.ts'
import { checkHistory } from '../support/history.ts'
import { createPeople, type People } from '../support/people.ts'
import { seedDrimbox } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let on: Agreements
let number = 400

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  on = await createAgreements(space, people)
  await on.officialText('1.0')
  // Somebody who stays: a list is never empty.
  const staying = await people.organisation({ name: 'Qui Reste' })
  for (const stays of [1, 2, 3]) await seedDrimbox(space, stays, staying)
})
afterAll(async () => {
  await checkHistory(space)
  await people.end()
  await space.stop()
})

/** An organisation whose one line is on the list that is served. */
async function listedMember(name: string) {
  number += 1
  const member = await on.member(name, [number])
  await publish()
  expect(await served()).toContain(number)
  return { ...member, number }
}
const served = async (): Promise<number[]> =>
  readWhitelist((await space.served())!.xml).entries.map((entry) => entry.number)
async function publish(): Promise<string> {
  // Certificates and revocation lists are not what these tests are about.
  await space.renewRevocationLists()
  await on.later(0)
  return (await space.publishApproved('ada', 'grace'))?.is ?? 'nothing'
}
const why = { reason: 'Un motif écrit.' }
const facts = { ...why, clause: 'Article 7', urgency: 'Sans attendre.' }

describe('what a commitment does to the list that is served', () => {
  it('frozen: nothing; its restoration neither', async () => {
    const { id, number: own } = await listedMember('Gelée')
    const bytes = (await space.served())!.xml
    on.must(await on.actByTwo(id, 'freeze', facts), 200)
    expect(await publish()).toBe('nothing')
    on.must(await on.actByTwo(id, 'restore', why), 200)
    expect(await publish()).toBe('nothing')
    expect((await space.served())!.xml.equals(bytes)).toBe(true)
    expect(await served()).toContain(own)
  })

  it('out: its line leaves with the very next list, without any approval; back only with one', async () => {
    const { id, number: own } = await listedMember('Coupée')
    on.must(await on.act(on.astrid, id, 'cut', why), 200)
    // A safety removal never waits for people (decisions 42).
    await space.renewRevocationLists()
    expect((await space.publish())?.is).toBe('served')
    expect(await served()).not.toContain(own)

    on.must(await on.actByTwo(id, 'restore', why), 200)
    expect((await space.publish())?.is).toBe('waiting')
    expect(await served()).not.toContain(own)
    await space.approve('ada')
    expect((await space.publish())?.is).toBe('served')
    expect(await served()).toContain(own)
  })

  it('a new text signed: nothing, not one byte', async () => {
    const { id, organisationId, signatory, number: own } = await listedMember('Resignataire')
    const bytes = (await space.served())!.xml
    await on.officialText('2.0', { recommitBy: addDays(dayInParis(space.clock.now()), 90) })
    const draft = await on.draft(signatory, organisationId)
    await on.sign(signatory, draft)
    expect(await publish()).toBe('nothing')
    await on.time()
    expect(await on.read(id)).toMatchObject({ state: 'ended' })
    expect(await on.read(draft.id)).toMatchObject({ state: 'active' })
    expect(await publish()).toBe('nothing')
    expect((await space.served())!.xml.equals(bytes)).toBe(true)
    expect(await served()).toContain(own)
  })

  it('notice and winding-down: nothing; ended: its line leaves for ever', async () => {
    const { id, signatory, organisationId, number: own } = await listedMember('Finie')
    const endsOn = addDays(dayInParis(space.clock.now()), 90)
    on.must(await on.act(signatory, id, 'give-notice', { endsOn }), 200)
    expect(await publish()).toBe('nothing')
    await on.later(2 * DAY_MS)
    await publish()
    expect(await served()).toContain(own)
    on.must(await on.actByTwo(id, 'end', why), 200)
    await space.renewRevocationLists()
    expect((await space.publish())?.is).toBe('served')
    expect(await served()).not.toContain(own)

    // It signs again: nothing of the old comes back, and its number is nobody's.
    const again = await on.draft(signatory, organisationId)
    await on.sign(signatory, again)
    await on.time()
    expect(await on.read(again.id)).toMatchObject({ state: 'active', lines: 0 })
    expect(await publish()).toBe('nothing')
    await expect(seedDrimbox(space, own, organisationId)).rejects.toThrow(/number-burnt/)
  })

  it('signed but not yet in force: no line, whatever DRIMboxes there are', async () => {
    const organisationId = await people.organisation({ name: 'Pas Encore', commitment: null })
    await expect(seedDrimbox(space, 499, organisationId)).rejects.toThrow(/commitment-not-active/)
    expect(await publish()).toBe('nothing')
  })
})
