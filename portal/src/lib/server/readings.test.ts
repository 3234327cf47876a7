import { describe, expect, it } from 'vitest'
import { CallFailure, createReadings } from './readings.ts'

function setUp() {
  let now = Date.parse('2026-11-25T13:32:00Z')
  const failures: string[] = []
  const readings = createReadings({
    clock: () => new Date(now),
    freshMs: 2000,
    restMs: 3000,
    onFailure: (key, failure) => failures.push(`${key} ${failure.code}`),
  })
  return { readings, failures, pass: (ms: number) => (now += ms), now: () => new Date(now) }
}

const fails = (code: 'unreachable' | 'not-found') => async (): Promise<never> => {
  throw new CallFailure(code, 'test')
}

describe('readings', () => {
  it('asks once while the answer is fresh, and again afterwards', async () => {
    const { readings, pass } = setUp()
    let calls = 0
    const read = () => readings.read('status', async () => ++calls)
    await read()
    pass(1999)
    expect(await read()).toMatchObject({ known: true, value: 1 })
    pass(1)
    expect(await read()).toMatchObject({ known: true, value: 2 })
  })

  it('shares one call among everybody who asks at once', async () => {
    const { readings } = setUp()
    let calls = 0
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => readings.read('status', async () => ++calls)),
    )
    expect(calls).toBe(1)
    expect(answers.every((answer) => answer.known && answer.value === 1)).toBe(true)
  })

  it('gives the last good answer with its age when reading fails, and says that it failed', async () => {
    const { readings, failures, pass, now } = setUp()
    const readAt = now()
    await readings.read('status', async () => 'good')
    pass(60_000)
    expect(await readings.read('status', fails('unreachable'))).toEqual({
      known: true,
      value: 'good',
      readAt,
      failure: 'unreachable',
    })
    expect(failures).toEqual(['status unreachable'])
  })

  it('leaves a failing registry in peace for a while, then tries again and recovers', async () => {
    const { readings, failures, pass, now } = setUp()
    const since = now()
    await readings.read('status', fails('unreachable'))
    pass(2999)
    expect(await readings.read('status', async () => 'back')).toEqual({
      known: false,
      failure: 'unreachable',
      since,
    })
    pass(1)
    expect(await readings.read('status', async () => 'back')).toMatchObject({
      known: true,
      failure: undefined,
    })
    expect(failures).toHaveLength(1)
  })

  it('counts a silence from its first failure', async () => {
    const { readings, pass, now } = setUp()
    const since = now()
    for (let minute = 0; minute < 3; minute++) {
      await readings.read('status', fails('unreachable'))
      pass(60_000)
    }
    expect(await readings.read('status', fails('unreachable'))).toMatchObject({ known: false, since })
  })

  it('forgets what the registry says does not exist', async () => {
    const { readings, failures, pass } = setUp()
    await readings.read('12', async () => 'good')
    pass(5000)
    expect(await readings.read('12', fails('not-found'))).toMatchObject({
      known: false,
      failure: 'not-found',
    })
    expect(failures).toEqual([])
  })

  it('keeps the number of remembered answers bounded, and the one in daily use', async () => {
    const { readings } = setUp()
    let statusCalls = 0
    let firstCalls = 0
    const status = () => readings.read('status', async () => ++statusCalls)
    const first = () => readings.read('search 0', async () => ++firstCalls)
    await status()
    await first()
    for (let search = 1; search < 1000; search++) {
      await readings.read(`search ${search}`, async () => search)
      await status()
    }
    await first()
    expect({ statusCalls, firstCalls }).toEqual({ statusCalls: 1, firstCalls: 2 })
  })
})
