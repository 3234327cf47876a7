import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace

beforeEach(async () => {
  space = await startTrustSpace()
})
afterEach(() => space.stop())

async function numbersServed(): Promise<number[]> {
  const served = await space.served()
  return served === undefined ? [] : readWhitelist(served.xml).entries.map(({ number }) => number)
}

describe('a publication', () => {
  it('of additions waits for a person, and is served once approved', async () => {
    const operator = await seedOperator(space)
    await seedDrimbox(space, 101, operator)
    await seedDrimbox(space, 102, operator)

    expect(await space.publish()).toMatchObject({
      is: 'waiting',
      publication: { sequence: 1, kind: 'change' },
    })
    expect(await space.served()).toBeUndefined()
    expect((await space.approve('ada')).json).toMatchObject({ state: 'approved', approvals: 1 })
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 1 } })
    expect(await numbersServed()).toEqual([101, 102])
  })

  it('of a removal goes out at once while an addition waits, whose draft is made anew on the new list', async () => {
    const operator = await seedOperator(space)
    for (const number of [101, 102, 103]) await seedDrimbox(space, number, operator)
    await space.publishApproved()
    await seedDrimbox(space, 104, operator)
    expect(await space.publish()).toMatchObject({ is: 'waiting', publication: { sequence: 2 } })

    await act(space, 102, 'suspend')
    expect(await space.publish()).toMatchObject({
      is: 'waiting',
      publication: { sequence: 3, baseSequence: 2 },
    })
    expect(await numbersServed()).toEqual([101, 103])
    await space.approve('ada')
    await space.publish()
    expect(await numbersServed()).toEqual([101, 103, 104])
  })
})
