import { describe, expect, it } from 'vitest'
import { pollDelayMs } from './poll-delay.rules.ts'

const DAY = 86_400_000
const delay = (input: Partial<Parameters<typeof pollDelayMs>[0]>) =>
  pollDelayMs({ periodMs: DAY, failuresInARow: 0, retryAfterMs: undefined, random: 0.5, ...input })

describe('the wait before the next poll', () => {
  it('is the period, a tenth more or less', () => {
    expect(delay({ random: 0 })).toBe(77_760_000)
    expect(delay({})).toBe(DAY)
    expect(delay({ random: 1 })).toBe(95_040_000)
  })

  it('is short after a failure and doubles up to the period', () => {
    expect([1, 2, 3].map((failuresInARow) => delay({ failuresInARow }))).toEqual([30_000, 60_000, 120_000])
    expect(delay({ failuresInARow: 40 })).toBe(DAY)
    expect(delay({ failuresInARow: 9_999 })).toBe(DAY)
    expect(delay({ periodMs: 5_000, failuresInARow: 1 })).toBe(5_000)
  })

  it('heeds Retry-After only as far as the period, and never comes sooner for it', () => {
    expect(delay({ failuresInARow: 1, retryAfterMs: 600_000 })).toBe(600_000)
    expect(delay({ failuresInARow: 1, retryAfterMs: 999 * DAY })).toBe(DAY)
    expect(delay({ failuresInARow: 3, retryAfterMs: 0 })).toBe(120_000)
    expect(delay({ failuresInARow: 0, retryAfterMs: 999 * DAY })).toBe(DAY)
  })
})
