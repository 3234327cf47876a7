import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askings, faulty, modes, type Asking, type Faulty, type Mode } from '../support/faulty.ts'
import { checkHistory } from '../support/history.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let faults: Faulty

beforeEach(async () => {
  faults = faulty()
  space = await startTrustSpace({ around: faults.around })
  const operator = await seedOperator(space)
  for (const number of [101, 102, 103, 104]) await seedDrimbox(space, number, operator)
  await space.publishApproved()
  await act(space, 102, 'suspend')
})
afterEach(() => space.stop())

const numbersServed = async () =>
  readWhitelist((await space.served())!.xml).entries.map(({ number }) => number)

// Whether a number is spent by the fault: only an attempt whose number was taken can be, and it is then finished.
const rows = askings.flatMap((asking) => modes.map((mode): [Asking, Mode] => [asking, mode]))

describe('a removal', () => {
  it.each(rows)(
    'is out at the next look although %s %s, and the good list was served throughout',
    async (asking, mode) => {
      faults.breakNext(asking, mode)
      const broken = await space.publish().catch((error: unknown) => error)
      expect(faults.hasBroken).toBe(true)
      expect(broken).toBeDefined()
      // Either the old list, whole, or the new one, whole.
      expect([1, 2]).toContain((await space.served())?.sequence)
      expect([
        [101, 102, 103, 104],
        [101, 103, 104],
      ]).toContainEqual(await numbersServed())

      await space.publish()
      expect(await numbersServed()).toEqual([101, 103, 104])
      expect(await checkHistory(space)).toEqual({ served: [1, 2], outcomes: { 1: 'served', 2: 'served' } })
    },
  )

  it.each(rows)(
    'that comes while another is broken (%s %s) is out in the same run that finishes it',
    async (asking, mode) => {
      faults.breakNext(asking, mode)
      await space.publish().catch(() => undefined)
      await act(space, 103, 'withdraw')
      await space.publish()
      expect(await numbersServed()).toEqual([101, 104])
      const { served, outcomes } = await checkHistory(space)
      expect(served.at(-1)).toBeLessThanOrEqual(3)
      expect(Object.values(outcomes).every((outcome) => outcome === 'served')).toBe(true)
    },
  )

  it.each(rows)('is out although %s %s twice in a row', async (asking, mode) => {
    for (let time = 0; time < 2; time += 1) {
      faults.breakNext(asking, mode)
      await space.publish().catch(() => undefined)
    }
    await space.publish()
    expect(await numbersServed()).toEqual([101, 103, 104])
    await checkHistory(space)
  })
})

describe('an approved addition', () => {
  it.each(rows)(
    'is served although %s %s, with no second approval unless its number was never taken',
    async (asking, mode) => {
      await space.publish()
      const operator = await seedOperator(space, 'ANOTHER')
      await seedDrimbox(space, 105, operator)
      await space.publish()
      await space.approve('ada')
      faults.breakNext(asking, mode)
      await space.publish().catch(() => undefined)
      expect(faults.hasBroken).toBe(true)
      await space.publish()
      expect(await numbersServed()).toEqual([101, 103, 104, 105])
      expect((await checkHistory(space)).served).toEqual([1, 2, 3])
    },
  )
})

describe('an attempt that was signed and then given up by a person', () => {
  it('burns its number; the next list is built on what the signer holds, and out at once', async () => {
    faults.breakNext('the signature', 'answers too late')
    expect(await space.publish()).toMatchObject({ is: 'unfinished', publication: { sequence: 2 } })
    const { headers } = await space.request('GET', '/v1/publications/2')
    const abandoned = await space.request('POST', '/v1/publications/2/abandon', {
      headers: { 'if-match': headers.get('etag') ?? '' },
    })
    expect(abandoned).toMatchObject({ status: 200, json: { state: 'abandoned' } })
    await act(space, 103, 'suspend')
    space.clock.advance(60_000)
    await space.publish()
    expect(await numbersServed()).toEqual([101, 104])
    expect(await checkHistory(space)).toEqual({
      served: [1, 3],
      outcomes: { 1: 'served', 2: 'abandoned', 3: 'served' },
    })
  })

  it('and never signed: the next takes a higher number', async () => {
    faults.breakNext('the signature', 'fails')
    await space.publish()
    const { headers } = await space.request('GET', '/v1/publications/2')
    await space.request('POST', '/v1/publications/2/abandon', {
      headers: { 'if-match': headers.get('etag') ?? '' },
    })
    space.clock.advance(60_000)
    await space.publish()
    expect(await numbersServed()).toEqual([101, 103, 104])
    expect((await checkHistory(space)).outcomes).toEqual({ 1: 'served', 2: 'abandoned', 3: 'served' })
  })
})

describe('an addition whose signed list was given up', () => {
  it('is served again without a new approval: the signer already holds its lines', async () => {
    await space.publish()
    await seedDrimbox(space, 105, await seedOperator(space, 'ANOTHER'))
    await space.publish()
    await space.approve('ada')
    faults.breakNext('the signature', 'answers too late')
    await space.publish()
    const { headers } = await space.request('GET', '/v1/publications/3')
    await space.request('POST', '/v1/publications/3/abandon', {
      headers: { 'if-match': headers.get('etag') ?? '' },
    })
    space.clock.advance(60_000)
    expect(await space.publish()).toMatchObject({
      is: 'served',
      publication: { sequence: 4, kind: 're-sign' },
    })
    expect(await numbersServed()).toEqual([101, 103, 104, 105])
    await checkHistory(space)
  })
})
