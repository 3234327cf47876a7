import { createHash } from 'node:crypto'
import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/clock.ts'
import { checkHistory } from '../support/history.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let operator: string

beforeEach(async () => {
  space = await startTrustSpace()
  operator = await seedOperator(space)
})
afterEach(() => space.stop())

async function seedMany(from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number += 1) await seedDrimbox(space, number, operator)
}
async function numbersServed(): Promise<number[]> {
  const served = await space.served()
  return served === undefined ? [] : readWhitelist(served.xml).entries.map(({ number }) => number)
}
const states = async (): Promise<string[]> =>
  (await space.request('GET', '/v1/publications')).json.items.map(({ state }) => state)

describe('an addition', () => {
  it('waits for a person, and is served once approved', async () => {
    await seedMany(101, 102)
    expect(await space.publish()).toMatchObject({
      is: 'waiting',
      publication: { sequence: 1, kind: 'change' },
    })
    expect(await space.served()).toBeUndefined()
    expect((await space.approve('ada')).json).toMatchObject({ state: 'approved', approvals: 1 })
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 1 } })
    expect(await numbersServed()).toEqual([101, 102])
    expect(await checkHistory(space)).toMatchObject({ served: [1] })
  })

  it('that changes while it waits is drafted anew, and what was approved of the old draft is void', async () => {
    await seedMany(101, 101)
    await space.publish()
    const old = (await space.awaiting())!
    await seedMany(102, 102)
    await space.publish()
    expect(await states()).toEqual(['awaiting', 'superseded'])
    const now = (await space.awaiting())!
    expect(now.sequence).toBe(old.sequence)
    expect(now.contentDigest).not.toBe(old.contentDigest)
  })

  it('that is taken back while it waits leaves nothing to publish', async () => {
    await seedMany(101, 102)
    await space.publishApproved()
    await seedMany(103, 103)
    await space.publish()
    await act(space, 103, 'withdraw')
    expect(await space.publish()).toEqual({ is: 'nothing' })
    expect(await states()).toEqual(['superseded', 'served'])
    expect(await numbersServed()).toEqual([101, 102])
  })

  it('is what content.xml says, byte for byte, and what the approval names', async () => {
    await seedMany(101, 101)
    await space.publish()
    const { sequence, contentDigest } = (await space.awaiting())!
    const { text, headers } = await space.request('GET', `/v1/publications/${sequence}/content.xml`)
    expect(createHash('sha256').update(text).digest('hex')).toBe(contentDigest)
    expect(headers.get('content-type')).toBe('application/xml')
  })

  it('that nobody approves for an hour is drafted anew', async () => {
    await seedMany(101, 101)
    await space.publish()
    space.clock.advance(61 * MINUTE_MS)
    expect(await space.publish()).toMatchObject({ is: 'waiting' })
    expect(await states()).toEqual(['awaiting', 'expired'])
  })

  it('whose approval ran out before it was signed is drafted anew', async () => {
    await seedMany(101, 101)
    await space.publish()
    await space.approve('ada')
    space.clock.advance(11 * MINUTE_MS)
    expect(await space.publish()).toMatchObject({ is: 'waiting' })
    expect(await states()).toEqual(['awaiting', 'expired'])
    expect(await space.publishApproved()).toMatchObject({ is: 'served', publication: { sequence: 1 } })
  })
})

describe('a removal', () => {
  beforeEach(async () => {
    await seedMany(101, 103)
    await space.publishApproved()
  })

  it('goes out at once, alone, while an addition waits, whose draft is made anew on the new list', async () => {
    await seedMany(104, 104)
    expect(await space.publish()).toMatchObject({ is: 'waiting', publication: { sequence: 2 } })
    await act(space, 102, 'suspend')
    expect(await space.publish()).toMatchObject({
      is: 'waiting',
      publication: { sequence: 3, baseSequence: 2 },
    })
    expect(await numbersServed()).toEqual([101, 103])
    expect(await states()).toEqual(['awaiting', 'served', 'superseded', 'served'])
    await space.approve('ada')
    await space.publish()
    expect(await numbersServed()).toEqual([101, 103, 104])
    expect((await checkHistory(space)).served).toEqual([1, 2, 3])
  })

  it('goes out although the addition was already approved, whose approval is then void', async () => {
    await seedMany(104, 104)
    await space.publish()
    await space.approve('ada')
    await act(space, 102, 'withdraw')
    await space.publish()
    expect(await numbersServed()).toEqual([101, 103])
    expect(await space.awaiting()).toMatchObject({ sequence: 3, approvals: 0 })
  })

  it('brought back waits for a person, and stands where it stood', async () => {
    await act(space, 102, 'suspend')
    await space.publish()
    await act(space, 102, 'restore')
    expect(await space.publish()).toMatchObject({ is: 'waiting', publication: { kind: 'change' } })
    await space.approve('ada')
    await space.publish()
    expect(await numbersServed()).toEqual([101, 102, 103])
  })

  it('of the last line leaves the last list in force, and says why', async () => {
    for (const number of [101, 102]) await act(space, number, 'withdraw')
    await space.publish()
    await act(space, 103, 'withdraw')
    await expect(space.publish()).rejects.toMatchObject({ code: 'list-would-be-empty' })
    expect(await numbersServed()).toEqual([103])
    const { json } = await space.request('GET', '/v1/status')
    expect(json['publisher']).toMatchObject({ fault: { code: 'list-would-be-empty' } })
    expect((await checkHistory(space)).served).toEqual([1, 2])
  })
})

describe('removals beyond the guard-rails', () => {
  beforeEach(async () => {
    await seedMany(101, 130)
    await space.publishApproved()
  })

  it('wait for two persons, burn no number, and are then out', async () => {
    for (let number = 101; number <= 111; number += 1) await act(space, number, 'suspend')
    expect(await space.publish()).toMatchObject({
      is: 'waiting',
      publication: { sequence: 2, kind: 'removal', approvalsNeeded: 2 },
    })
    await space.approve('ada')
    expect(await space.publish()).toMatchObject({ is: 'waiting' })
    await space.approve('grace')
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 2 } })
    expect(await numbersServed()).toHaveLength(19)
  })

  it('count what left before, and not twice what comes and goes', async () => {
    for (let number = 101; number <= 110; number += 1) await act(space, number, 'suspend')
    expect(await space.publish()).toMatchObject({ is: 'served' })
    await act(space, 101, 'restore')
    await space.publishApproved()
    // 101 has left before: leaving again costs nothing. 111 would be the eleventh.
    await act(space, 101, 'suspend')
    expect(await space.publish()).toMatchObject({ is: 'served' })
    await act(space, 111, 'suspend')
    expect(await space.publish()).toMatchObject({ is: 'waiting', publication: { approvalsNeeded: 2 } })
    space.clock.advance(DAY_MS)
    await space.renewRevocationLists()
    expect(await space.publish()).toMatchObject({ is: 'served' })
    await checkHistory(space)
  })

  it('are signed by two persons only, and two keys of one are not two: no number is burnt', async () => {
    for (let number = 101; number <= 111; number += 1) await act(space, number, 'suspend')
    await space.publish()
    expect(await space.approve('ada', 'adasOther')).toMatchObject({
      status: 409,
      json: { code: 'approval-same-person' },
    })
    expect(await space.publish()).toMatchObject({ is: 'waiting', publication: { sequence: 2 } })
    await space.approve('grace')
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 2 } })
    expect((await checkHistory(space)).outcomes).toEqual({ 1: 'served', 2: 'served' })
  })
})

describe('signing again', () => {
  beforeEach(async () => {
    await seedMany(101, 102)
    await space.publishApproved()
  })

  it('comes when the period has passed, and not before', async () => {
    space.clock.advance(23 * HOUR_MS)
    expect(await space.publish()).toEqual({ is: 'nothing' })
    space.clock.advance(HOUR_MS)
    expect(await space.publish()).toMatchObject({
      is: 'served',
      publication: { kind: 're-sign', sequence: 2 },
    })
    expect(await numbersServed()).toEqual([101, 102])
  })

  it('goes on while nobody approves', async () => {
    await seedMany(103, 103)
    await space.publish()
    for (let day = 1; day <= 5; day += 1) {
      space.clock.advance(DAY_MS)
      await space.renewRevocationLists()
      await space.publish()
      expect((await space.served())?.sequence).toBe(day + 1)
      expect(await space.awaiting()).toMatchObject({ sequence: day + 2, baseSequence: day + 1 })
    }
    expect(await numbersServed()).toEqual([101, 102])
    await checkHistory(space)
  })

  it('waits for a person after a week without a signature', async () => {
    space.clock.advance(8 * DAY_MS)
    await space.renewRevocationLists()
    expect(await space.publish()).toMatchObject({
      is: 'waiting',
      publication: { kind: 're-sign', approvalsNeeded: 1 },
    })
    await space.approve('ada')
    expect(await space.publish()).toMatchObject({ is: 'served' })
  })

  it('after a week is done by the change that waits: one approval for both', async () => {
    await seedMany(103, 103)
    space.clock.advance(30 * DAY_MS)
    await space.renewRevocationLists()
    expect(await space.publish()).toMatchObject({ is: 'waiting', publication: { kind: 'change' } })
    await space.approve('ada')
    expect(await space.publish()).toMatchObject({ is: 'served' })
    expect(await numbersServed()).toEqual([101, 102, 103])
    await checkHistory(space)
  })

  it('comes when a person asks for it', async () => {
    const answer = await space.request('POST', '/v1/publications')
    expect(answer).toMatchObject({ status: 200, json: { state: 'served', kind: 're-sign', sequence: 2 } })
  })
})

describe('what a person asks for', () => {
  it('is the change that waits, if there is one', async () => {
    await seedMany(101, 101)
    expect(await space.request('POST', '/v1/publications')).toMatchObject({
      json: { state: 'awaiting', kind: 'change' },
    })
  })

  it('is refused where there is no line at all', async () => {
    expect(await space.request('POST', '/v1/publications')).toMatchObject({
      status: 409,
      json: { code: 'nothing-to-publish' },
    })
    expect(await states()).toEqual([])
  })
})
