import { describe, expect, it } from 'vitest'
import { alarmBoard } from './alarms.ts'
import { type Fetched, FetchError } from './bounded-get.ts'
import type { LogEvent } from './log.ts'
import { type FetchList, poller } from './poller.ts'
import type { Offered, OfferedList, TrustedList } from './trusted-list.ts'

/** A fetch whose answers the test gives by hand, and a list that notes what it is offered. */
function bench(options: { attemptMs?: number; etag?: string } = {}) {
  const asked: {
    etag: string | undefined
    give: (bytes: string) => void
    fail: (error: Error) => void
    signal: AbortSignal
  }[] = []
  const fetchList: FetchList = (etag, signal) =>
    new Promise<Fetched>((resolve, reject) => {
      asked.push({
        etag,
        signal,
        fail: reject,
        give: (bytes) =>
          resolve({ bytes: Buffer.from(bytes), etag: '"e"', headers: { 'x-whitelist-sequence': '7' } }),
      })
    })
  const offers: string[] = []
  const list = {
    etag: () => options.etag,
    offer: async ({ bytes }: OfferedList): Promise<Offered> => {
      offers.push(bytes.toString())
      return { outcome: 'new' }
    },
    confirm: async (): Promise<Offered> => ({ outcome: 'same' }),
  } as unknown as TrustedList
  const events: LogEvent[] = []
  let now = new Date('2026-11-25T10:00:00Z')
  const clock = () => now
  const log = (event: LogEvent) => void events.push(event)
  const alarms = alarmBoard({ clock, log })
  const polls = poller({
    fetchList,
    list,
    periodMs: 86_400_000,
    attemptMs: options.attemptMs ?? 10_000,
    alarms,
    clock,
    log,
    random: () => 0.5,
    afterPoll: () => undefined,
  })
  return {
    polls,
    asked,
    offers,
    events,
    alarms,
    advance: (ms: number) => (now = new Date(now.getTime() + ms)),
  }
}

describe('the poller', () => {
  it('has one attempt under way at a time: who asks meanwhile joins it', async () => {
    const { polls, asked, offers } = bench()
    const both = [polls.pollNow(), polls.pollNow()]
    expect(asked).toHaveLength(1)
    asked[0]!.give('list')
    const [first, second] = await Promise.all(both)
    expect(first).toBe(second)
    expect(offers).toEqual(['list'])
  })

  it('drops an answer that comes after its attempt was given up, though a fetch that ignores the abort brings it', async () => {
    const { polls, asked, offers, events } = bench({ attemptMs: 20 })
    const first = await polls.pollNow()
    expect(first).toMatchObject({ outcome: 'failed', code: 'timeout' })
    expect(asked[0]!.signal.aborted).toBe(true)
    const second = polls.pollNow()
    asked[1]!.give('newer')
    expect((await second).outcome).toBe('new')
    asked[0]!.give('older, late')
    await Promise.resolve()
    await expect
      .poll(() => events.map(({ event }) => event), { timeout: 10_000 })
      .toContain('late-answer-dropped')
    expect(offers).toEqual(['newer'])
  })

  it('raises an alarm while it fails and ends it with the first answer', async () => {
    const { polls, asked, alarms } = bench()
    const failing = polls.pollNow()
    asked[0]!.fail(new FetchError('unexpected-status', 'status 500'))
    expect(await failing).toMatchObject({ outcome: 'failed', code: 'unexpected-status' })
    expect(alarms.standing()).toMatchObject([{ code: 'list-unreachable' }])
    const good = polls.pollNow()
    asked[1]!.give('list')
    await good
    expect(alarms.standing()).toEqual([])
  })

  it('is nudged by a stranger at most once a minute', async () => {
    const { polls, asked, advance } = bench()
    const started = polls.start()
    asked[0]!.give('list')
    await started
    for (let time = 0; time < 50; time += 1) polls.nudge()
    expect(asked).toHaveLength(1)
    advance(60_000)
    for (let time = 0; time < 50; time += 1) polls.nudge()
    expect(asked).toHaveLength(2)
    asked[1]!.give('list')
    await polls.pollNow()
    for (let time = 0; time < 50; time += 1) polls.nudge()
    expect(asked).toHaveLength(2)
    await polls.stop()
  })

  it('tells when it will come again, sooner after a failure', async () => {
    const { polls, asked } = bench()
    const started = polls.start()
    asked[0]!.fail(new FetchError('unreachable', 'ECONNREFUSED'))
    await started
    await expect.poll(() => polls.nextAt(), { timeout: 10_000 }).toEqual(new Date('2026-11-25T10:00:30Z'))
    const again = polls.pollNow()
    asked[1]!.give('list')
    await again
    await expect.poll(() => polls.nextAt(), { timeout: 10_000 }).toEqual(new Date('2026-11-26T10:00:00Z'))
    await polls.stop()
  })

  it('stops at once, in the middle of an attempt too', async () => {
    const { polls, asked } = bench()
    const started = polls.start()
    const stopped = polls.stop()
    expect(asked[0]!.signal.aborted).toBe(true)
    asked[0]!.fail(new FetchError('stopped', 'this process is stopping'))
    await stopped
    expect((await started).code).toBe('stopped')
    polls.nudge()
    expect(asked).toHaveLength(1)
  })

  it('keeps a bounded record of its attempts', async () => {
    const { polls, asked } = bench()
    for (let time = 0; time < 30; time += 1) {
      const attempt = polls.pollNow()
      asked[time]!.give(String(time))
      await attempt
    }
    expect(polls.records()).toHaveLength(10)
  })
})
