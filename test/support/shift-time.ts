/**
 * Moves the time of this whole process: every `new Date()` and `Date.now()` from now on, ours and of every library, is
 * `ms` later. For whole stories that last months; what runs in another process keeps its time.
 */
export function shiftTime(ms: number): void {
  shift += ms
  if (isShifted) return
  isShifted = true
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...given: readonly unknown[]) {
      if (given.length === 0) super(RealDate.now() + shift)
      else super(...(given as [number]))
    }
    static override now(): number {
      return RealDate.now() + shift
    }
  } as DateConstructor
}

/** Back to the time that everybody else has. */
export function restoreTime(): void {
  shift = 0
}

let shift = 0
let isShifted = false
