import type { Clock } from '../clock.ts'

/** Fills an array with random bytes, as crypto.getRandomValues does. */
export type Randomness = (bytes: Uint8Array) => Uint8Array

const SUB_MILLISECOND_MAX = 0x1000

/**
 * Makes a maker of version 7 UUIDs (RFC 9562, 5.7). Ids of one maker only grow, also within a millisecond and when
 * the clock steps back (method 1 of 6.2: a counter in rand_a), so that keyset pages follow the order of creation.
 */
export function createUuidV7(clock: Clock, fillRandom: Randomness): () => string {
  let lastMs = -1
  let counter = 0
  return () => {
    const bytes = fillRandom(new Uint8Array(16))
    const nowMs = clock().getTime()
    if (nowMs > lastMs) {
      lastMs = nowMs
      // Half of the range stays free, so that a millisecond holds at least 2,048 ids.
      counter = ((bytes[6]! & 0x07) << 8) | bytes[7]!
    } else {
      counter += 1
      if (counter === SUB_MILLISECOND_MAX) {
        lastMs += 1
        counter = 0
      }
    }
    return format(lastMs, counter, bytes)
  }
}

function format(ms: number, counter: number, random: Uint8Array): string {
  const time = ms.toString(16).padStart(12, '0')
  const tail = Array.from(random.subarray(8), (byte, index) =>
    (index === 0 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0'),
  ).join('')
  const randA = counter.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randA}-${tail.slice(0, 4)}-${tail.slice(4)}`
}
