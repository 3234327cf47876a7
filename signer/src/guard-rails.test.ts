import { describe, expect, test } from 'vitest'
import { guardRailState, isBeyondGuardRails, thresholdFor, type PastSignature } from './guard-rails.ts'

const limits = { count: 10, percent: 5 }
const now = new Date('2026-11-25T12:00:00Z')

function hoursAgo(hours: number, lines: number, gone: readonly string[] = []): PastSignature {
  return { signedAt: new Date(now.getTime() - hours * 3_600_000), lines, gone }
}

function boxes(from: number, to: number): string[] {
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `db${from + index}.example.fr CN=db${from + index}.example.fr`,
  )
}

describe('the threshold', () => {
  test.each([
    { lines: 0, threshold: 10, why: 'the count alone' },
    { lines: 3, threshold: 10, why: 'half does not count below ten lines' },
    { lines: 9, threshold: 10, why: 'half does not count below ten lines' },
    { lines: 10, threshold: 4, why: 'five would be half' },
    { lines: 11, threshold: 5, why: 'less than half' },
    { lines: 17, threshold: 8, why: 'less than half' },
    { lines: 21, threshold: 10, why: 'the count is reached before half' },
    { lines: 200, threshold: 10, why: 'five percent is ten' },
    { lines: 1_000, threshold: 50, why: 'five percent' },
    { lines: 1_019, threshold: 50, why: 'five percent, rounded down' },
  ])('of $lines lines is $threshold: $why', ({ lines, threshold }) => {
    expect(thresholdFor(lines, limits)).toBe(threshold)
  })

  test('stays below half even if it is configured wide open', () => {
    expect(thresholdFor(1_000, { count: 10_000, percent: 50 })).toBe(499)
  })
})

describe('the window of 24 hours', () => {
  test('adds up many small steps', () => {
    const history = [
      hoursAgo(30, 1_000),
      ...Array.from({ length: 5 }, (_, i) =>
        hoursAgo(5 - i, 1_000 - 10 * (i + 1), boxes(10 * i + 1, 10 * i + 10)),
      ),
    ]
    expect(guardRailState(history, limits, now)).toEqual({
      windowHours: 24,
      threshold: 50,
      used: 50,
      left: 0,
      lines: 1_000,
    })
  })

  test('forgets what left exactly 24 hours ago, and not a moment before', () => {
    const history = [hoursAgo(48, 100), hoursAgo(24, 95, boxes(1, 5))]
    expect(guardRailState(history, limits, now).used).toBe(0)
    expect(guardRailState(history, limits, new Date(now.getTime() - 1)).used).toBe(5)
  })

  test('counts an identity that left, came back and left again once', () => {
    const history = [
      hoursAgo(9, 100),
      hoursAgo(3, 99, boxes(1, 1)),
      hoursAgo(2, 100),
      hoursAgo(1, 99, boxes(1, 1)),
    ]
    expect(guardRailState(history, limits, now).used).toBe(1)
  })

  test('is a share of the list in force when it began, so that additions make no room', () => {
    const grown = [hoursAgo(30, 100), hoursAgo(2, 10_000)]
    expect(guardRailState(grown, limits, now)).toMatchObject({ lines: 100, threshold: 10 })
    const grownLongAgo = [hoursAgo(48, 100), hoursAgo(25, 10_000)]
    expect(guardRailState(grownLongAgo, limits, now)).toMatchObject({ lines: 10_000, threshold: 500 })
  })

  test('knows a trust space that has signed nothing', () => {
    expect(guardRailState([], limits, now)).toEqual({
      windowHours: 24,
      threshold: 10,
      used: 0,
      left: 10,
      lines: 0,
    })
  })
})

describe('what is held', () => {
  const history = [hoursAgo(30, 100), hoursAgo(1, 94, boxes(1, 6))]

  test('nothing up to the threshold, all above it', () => {
    expect(isBeyondGuardRails(history, limits, now, { gone: boxes(7, 10), lines: 90 })).toBe(false)
    expect(isBeyondGuardRails(history, limits, now, { gone: boxes(7, 11), lines: 89 })).toBe(true)
  })

  test('only identities that were not counted yet use the budget', () => {
    expect(isBeyondGuardRails(history, limits, now, { gone: boxes(1, 10), lines: 90 })).toBe(false)
  })

  test('a signature that takes nothing away passes when the budget is overspent', () => {
    const spent = [hoursAgo(30, 100), hoursAgo(1, 60, boxes(1, 40))]
    expect(isBeyondGuardRails(spent, limits, now, { gone: [], lines: 60 })).toBe(false)
    expect(isBeyondGuardRails(spent, limits, now, { gone: boxes(41, 41), lines: 59 })).toBe(true)
  })

  test('an empty list, always, the first and an unchanged one included', () => {
    expect(isBeyondGuardRails([], limits, now, { gone: [], lines: 0 })).toBe(true)
    expect(isBeyondGuardRails([hoursAgo(1, 3)], limits, now, { gone: boxes(1, 3), lines: 0 })).toBe(true)
    expect(isBeyondGuardRails([hoursAgo(1, 0)], limits, now, { gone: [], lines: 0 })).toBe(true)
  })
})
