import { expect, it } from 'vitest'
import { freshnessOf } from './freshness.ts'

const now = new Date('2026-11-25T13:32:00Z')
const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000)
const judge = (signedAt: Date | undefined, readAt = now, periodHours = 24) =>
  freshnessOf({ signedAt, readAt, now, periodHours })

it('a list renewed each day is fresh for 36 h, late until 7 days, then expired', () => {
  expect([0, 24, 36, 36.01, 167.9, 168.01].map((hours) => judge(ago(hours)))).toEqual([
    'fresh',
    'fresh',
    'fresh',
    'late',
    'late',
    'expired',
  ])
})

it('follows the registry’s own period', () => {
  expect(judge(ago(40), now, 48)).toBe('fresh')
  expect(judge(ago(2), now, 1)).toBe('late')
})

it('silence of the registry is unknown, never fresh', () => {
  expect(judge(ago(1), ago(0.05))).toBe('fresh')
  expect(judge(ago(1), ago(0.1))).toBe('unknown')
})

it('nothing published is said so', () => {
  expect(judge(undefined)).toBe('none')
})
