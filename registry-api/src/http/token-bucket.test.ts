import { describe, expect, it } from 'vitest'
import { createTokenBuckets } from './token-bucket.ts'

const rate = { burst: 3, perSecond: 0.5 }

describe('a token bucket', () => {
  it('lets a burst through, then one request for each refill', () => {
    const buckets = createTokenBuckets(rate)
    const at = (ms: number) => buckets.take('a', ms)
    expect([0, 0, 0].map((ms) => at(ms).isAllowed)).toEqual([true, true, true])
    expect(at(0)).toEqual({ isAllowed: false, remaining: 0, resetSeconds: 2 })
    expect(at(1_999).isAllowed).toBe(false)
    expect(at(2_001).isAllowed).toBe(true)
    expect(at(2_002).isAllowed).toBe(false)
  })

  it('never holds more than its burst, however long nobody came', () => {
    const buckets = createTokenBuckets(rate)
    buckets.take('a', 0)
    const allowed = Array.from({ length: 10 }, () => buckets.take('a', 1e9).isAllowed)
    expect(allowed.filter(Boolean)).toHaveLength(3)
  })

  it('keeps names apart', () => {
    const buckets = createTokenBuckets(rate)
    for (let i = 0; i < 9; i += 1) buckets.take('a', 0)
    expect(buckets.take('b', 0)).toMatchObject({ isAllowed: true, remaining: 2 })
  })

  it('gains nothing from a clock set back', () => {
    const buckets = createTokenBuckets(rate)
    for (let i = 0; i < 3; i += 1) buckets.take('a', 60_000)
    expect(buckets.take('a', 0).isAllowed).toBe(false)
    expect(buckets.take('a', 1_000).isAllowed).toBe(false)
  })

  it('is bounded: the name used longest ago is forgotten first', () => {
    const buckets = createTokenBuckets(rate, 100)
    for (let i = 0; i < 3; i += 1) buckets.take('kept', 0)
    for (let i = 0; i < 1_000; i += 1) {
      buckets.take(`stranger-${i}`, 0)
      expect(buckets.take('kept', 0).isAllowed).toBe(false)
    }
    expect(buckets.size).toBe(100)
  })
})
