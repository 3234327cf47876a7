import type { Rate } from '../rate-limits.ts'

export interface Allowance {
  readonly isAllowed: boolean
  /** Whole requests that are left at once. */
  readonly remaining: number
  /** Seconds until one more is allowed, or, where one is left, until all are. */
  readonly resetSeconds: number
}

interface Bucket {
  tokens: number
  atMs: number
}

/**
 * Token buckets by name, in memory, `namesMax` of them at most: the one used longest ago goes first. Whoever can send
 * from so many addresses at once is no case for a limit per address.
 */
export function createTokenBuckets(rate: Rate, namesMax = 10_000) {
  const buckets = new Map<string, Bucket>()
  return {
    get size() {
      return buckets.size
    },
    /** Takes one token of the bucket `name`, if there is one. */
    take(name: string, nowMs: number): Allowance {
      const bucket = buckets.get(name) ?? { tokens: rate.burst, atMs: nowMs }
      // A clock set back gives nothing and takes nothing.
      const elapsedMs = Math.max(0, nowMs - bucket.atMs)
      bucket.tokens = Math.min(rate.burst, bucket.tokens + (elapsedMs / 1_000) * rate.perSecond)
      bucket.atMs = nowMs
      const isAllowed = bucket.tokens >= 1
      if (isAllowed) bucket.tokens -= 1
      // A Map keeps the order of insertion: out and in again makes it the newest.
      buckets.delete(name)
      buckets.set(name, bucket)
      if (buckets.size > namesMax) buckets.delete(buckets.keys().next().value!)
      const missing = bucket.tokens >= 1 ? rate.burst - bucket.tokens : 1 - bucket.tokens
      return {
        isAllowed,
        remaining: Math.floor(bucket.tokens),
        resetSeconds: Math.ceil(missing / rate.perSecond),
      }
    },
  }
}
