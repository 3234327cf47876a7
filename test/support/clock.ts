/** A time that moves only when a test says so. */
export interface TestClock {
  readonly now: () => Date
  /** Goes forward (or, with a negative number, back). */
  advance(ms: number): void
  set(time: Date): void
}

export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export function testClock(begin = new Date('2026-11-25T08:00:00.000Z')): TestClock {
  let time = begin.getTime()
  return {
    now: () => new Date(time),
    advance(ms) {
      time += ms
    },
    set(to) {
      time = to.getTime()
    },
  }
}
