// After a failure a box with a daily period does not wait a day.
const FIRST_RETRY_MS = 30_000

/**
 * How long to wait before the next poll, in milliseconds.
 *
 * The period with a tenth of jitter either way, so that boxes started together do not stay together. After failures:
 * 30 s, doubled each time, never above the period. `retryAfterMs` is what the server asked for; it can lengthen a retry
 * up to the period, never shorten it: a hostile server must not be able to keep a box away, nor make it hammer.
 */
export function pollDelayMs(input: {
  readonly periodMs: number
  readonly failuresInARow: number
  readonly retryAfterMs: number | undefined
  /** 0 to 1. */
  readonly random: number
}): number {
  const { periodMs, failuresInARow, retryAfterMs, random } = input
  const retryMs = FIRST_RETRY_MS * 2 ** Math.min(failuresInARow - 1, 20)
  const wanted = failuresInARow === 0 ? periodMs : Math.max(retryMs, retryAfterMs ?? 0)
  return Math.round(Math.min(wanted, periodMs) * (0.9 + 0.2 * random))
}
