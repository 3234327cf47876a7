/** Random numbers that are the same at each run, so that what was found can be found again. */
export interface Random {
  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number
}

/** mulberry32: small, fast, and enough to choose test inputs with. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return {
    below(bound) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
    },
  }
}
