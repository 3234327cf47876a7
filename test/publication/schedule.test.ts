import { rm } from 'node:fs/promises'
import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Timers } from '../../registry-api/src/publications/publication.schedule.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../support/clock.ts'
import { checkHistory } from '../support/history.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

const CHECK_MS = 5_000

let space: TrustSpace
let asked: number
let pending: { ms: number; run: () => void } | undefined

const timers: Timers = {
  after(ms, run) {
    const mine = { ms, run }
    pending = mine
    return () => {
      if (pending === mine) pending = undefined
    }
  },
}

beforeEach(async () => {
  asked = 0
  space = await startTrustSpace({
    around: (deps) => ({
      ...deps,
      signer: {
        ...deps.signer,
        state: () => {
          asked += 1
          return deps.signer.state()
        },
      },
    }),
  })
  const operator = await seedOperator(space)
  for (const number of [101, 102, 103]) await seedDrimbox(space, number, operator)
  await space.publishApproved()
})
afterEach(async () => {
  await space.registry.publisher.stop()
  await space.stop()
})

const numbersServed = async () =>
  readWhitelist((await space.served())!.xml).entries.map(({ number }) => number)
const start = () => space.registry.publisher.start(timers, CHECK_MS)
/** Until the look that is under way has ended and the next one is planned. */
const untilPlanned = (ms = CHECK_MS) => vi.waitUntil(() => pending?.ms === ms, { timeout: 10_000 })
/** Lets so much time go by, then lets the planned look come. */
async function look(ms = CHECK_MS): Promise<void> {
  await untilPlanned()
  space.clock.advance(ms)
  const { run } = pending!
  pending = undefined
  run()
  await untilPlanned()
}

describe('the schedule', () => {
  it('looks at its start, and then from time to time', async () => {
    start()
    await untilPlanned()
    expect(asked).toBeGreaterThan(0)
  })

  it('publishes a change as soon as it is made, without waiting for its turn', async () => {
    start()
    await untilPlanned()
    space.clock.advance(SECOND_MS)
    await act(space, 102, 'suspend')
    await vi.waitUntil(async () => (await space.served())?.sequence === 2, { timeout: 10_000 })
    expect(await numbersServed()).toEqual([101, 103])
  })

  it('asks the signer nothing while nothing changes', async () => {
    start()
    await look()
    await look()
    const before = asked
    for (let turn = 0; turn < 5; turn += 1) await look()
    expect(asked).toBe(before)
    await look(MINUTE_MS)
    expect(asked).toBe(before + 1)
  })

  it('sees what another process changed, at its next turn', async () => {
    start()
    await look()
    const other = await space.startAnotherRegistry()
    const { json } = await space.request('GET', '/v1/drimboxes?number=103')
    const response = await other.app.request(`/v1/drimboxes/${json.items[0]!.id}/withdraw`, {
      method: 'POST',
      body: JSON.stringify({ reason: 'by the other process' }),
      headers: {
        'content-type': 'application/json',
        'if-match': '"v1"',
        authorization: 'Bearer admin-key-of-the-tests',
      },
    })
    expect(response.status).toBe(200)
    await other.database.close()
    await look()
    expect(await numbersServed()).toEqual([101, 102])
  })

  it('signs again when the period has passed', async () => {
    start()
    await look(23 * HOUR_MS)
    expect((await space.served())?.sequence).toBe(1)
    await look(HOUR_MS)
    expect((await space.served())?.sequence).toBe(2)
  })

  it('goes on after a failure, and says once that it is held up and once that it goes on', async () => {
    start()
    await untilPlanned()
    await space.stopSigner()
    space.clock.advance(SECOND_MS)
    await act(space, 102, 'suspend')
    for (let turn = 0; turn < 3; turn += 1) await look()
    const said = (event: string) => space.log.filter((line) => line.includes(`"${event}"`)).length
    expect(said('publication-held')).toBe(1)
    await space.startSigner()
    await look()
    expect(said('publication-resumed')).toBe(1)
    expect(await numbersServed()).toEqual([101, 103])
  })

  it('brings back older lists that are missing when it starts', async () => {
    await act(space, 102, 'suspend')
    await space.publish()
    await rm(space.listsDirectory, { recursive: true })
    start()
    await untilPlanned()
    await checkHistory(space)
  })

  it('stops when it is told to, after the run that is under way', async () => {
    start()
    await space.registry.publisher.stop()
    expect(pending).toBeUndefined()
    const before = asked
    await act(space, 102, 'suspend')
    expect(asked).toBe(before)
  })
})
