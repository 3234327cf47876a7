import { describe, expect, it } from 'vitest'
import { addDays, addYears, dayInParis, daysBetween, startOfDayInParis } from './paris-days.ts'

describe('days in Paris', () => {
  it('begin at midnight there, in winter, in summer and on the days the clocks change', () => {
    expect(startOfDayInParis('2026-11-25').toISOString()).toBe('2026-11-24T23:00:00.000Z')
    expect(startOfDayInParis('2026-07-14').toISOString()).toBe('2026-07-13T22:00:00.000Z')
    expect(startOfDayInParis('2026-03-29').toISOString()).toBe('2026-03-28T23:00:00.000Z')
    expect(startOfDayInParis('2026-03-30').toISOString()).toBe('2026-03-29T22:00:00.000Z')
    expect(startOfDayInParis('2026-10-25').toISOString()).toBe('2026-10-24T22:00:00.000Z')
    expect(startOfDayInParis('2026-10-26').toISOString()).toBe('2026-10-25T23:00:00.000Z')
  })

  it('hold every moment from their own midnight to the last millisecond before the next', () => {
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      expect(dayInParis(startOfDayInParis(day))).toBe(day)
      expect(dayInParis(new Date(startOfDayInParis(addDays(day, 1)).getTime() - 1))).toBe(day)
    }
  })

  it('are counted by the calendar', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(addYears('2028-02-29', 3)).toBe('2031-02-28')
    expect(addYears('2026-11-25', 3)).toBe('2029-11-25')
  })
})
