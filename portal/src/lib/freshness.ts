const HOUR = 3_600_000

/**
 * Whether the served list was renewed in time.
 *
 * - `fresh`: signed within one and a half publication periods (36 h at 24 h, decisions 52)
 * - `late`: beyond; DRIMboxes warn
 * - `expired`: beyond seven periods; DRIMboxes that want a recent list close (7 d at 24 h)
 * - `none`: nothing was ever published
 * - `unknown`: we cannot tell, because the registry has not answered for too long
 */
export type Freshness = 'fresh' | 'late' | 'expired' | 'none' | 'unknown'

const LATE_AFTER_PERIODS = 1.5
const EXPIRED_AFTER_PERIODS = 7

/** Data older than this is marked stale (decisions 48). */
export const STALE_AFTER_MS = 180_000
/** After this long without an answer the headline says that we do not know (decisions 48). */
export const UNKNOWN_AFTER_MS = 300_000

/** Judges the list from when it was signed, when we last heard of it, and how often it is renewed. */
export function freshnessOf(input: {
  readonly signedAt: Date | undefined
  readonly readAt: Date
  readonly now: Date
  readonly periodHours: number
}): Freshness {
  if (input.now.getTime() - input.readAt.getTime() > UNKNOWN_AFTER_MS) return 'unknown'
  if (input.signedAt === undefined) return 'none'
  const age = input.now.getTime() - input.signedAt.getTime()
  if (age > EXPIRED_AFTER_PERIODS * input.periodHours * HOUR) return 'expired'
  return age > LATE_AFTER_PERIODS * input.periodHours * HOUR ? 'late' : 'fresh'
}
