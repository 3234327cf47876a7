import fc from 'fast-check'
import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS } from '../support/clock.ts'
import { askings, faulty, modes, type Faulty } from '../support/faulty.ts'
import { checkHistory } from '../support/history.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

// Small in `npm test`; DRIM_PROPERTY_RUNS makes it as long as one likes.
const RUNS = Number(process.env['DRIM_PROPERTY_RUNS'] ?? 3)
const NUMBERS = [101, 102, 103, 104, 105, 106]

const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('look' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('approve' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constant('act' as const),
      number: fc.constantFrom(...NUMBERS),
      what: fc.constantFrom('suspend' as const, 'restore' as const, 'withdraw' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('break' as const),
      asking: fc.constantFrom(...askings),
      mode: fc.constantFrom(...modes),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('restart-signer' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  },
)
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never

let space: TrustSpace
let faults: Faulty

async function happen(one: Event): Promise<void> {
  switch (one.is) {
    case 'look':
      return void (await space.publish().catch(() => undefined))
    case 'approve':
      if ((await space.awaiting()) !== undefined) await space.approve('ada', 'grace')
      return
    case 'act':
      return void (await act(space, one.number, one.what))
    case 'break':
      return faults.breakNext(one.asking, one.mode)
    case 'restart':
      return space.restartRegistry()
    case 'restart-signer':
      await space.stopSigner()
      return space.startSigner()
    case 'wait':
      space.clock.advance(one.hours * HOUR_MS)
      await space.renewRevocationLists()
  }
}

describe('whatever happens in whatever order', () => {
  beforeEach(async () => {
    faults = faulty()
    space = await startTrustSpace({ around: faults.around })
  })
  afterEach(() => space.stop())

  it(
    'W-1, W-2, W-3 and D-1 hold, and when it is quiet again the list is what it should be',
    { timeout: 120_000 * RUNS },
    async () => {
      await fc.assert(
        fc
          .asyncProperty(fc.array(event, { minLength: 10, maxLength: 25 }), async (events) => {
            const operator = await seedOperator(space)
            for (const number of NUMBERS) await seedDrimbox(space, number, operator)
            await space.publishApproved()
            for (const one of events) await happen(one)

            // Quiet again: nothing breaks, people approve what waits, and an hour goes by now and then.
            faults.heal()
            for (let round = 0; round < 3; round += 1) {
              space.clock.advance(HOUR_MS)
              await space.renewRevocationLists()
              await space.publish().catch(() => undefined)
              if ((await space.awaiting()) !== undefined) await space.approve('ada', 'grace')
              await space.publish().catch(() => undefined)
            }
            const { json } = await space.request('GET', '/v1/drimboxes')
            const wanted = json.items.filter((box) => box['onList'] === true).map(({ number }) => number)
            const served = readWhitelist((await space.served())!.xml).entries.map(({ number }) => number)
            // An empty list cannot be published: the last one stays.
            if (wanted.length > 0) expect(served).toEqual(wanted)
            await checkHistory(space)
          })
          .afterEach(async () => {
            await space.stop()
            faults = faulty()
            space = await startTrustSpace({ around: faults.around })
          }),
        { numRuns: RUNS },
      )
    },
  )
})
