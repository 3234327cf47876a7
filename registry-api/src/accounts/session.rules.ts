const MINUTE_MS = 60_000

/** However busy, a session ends with the working day. */
export const SESSION_LIFE_MS = 10 * 60 * MINUTE_MS
export const IDLE_AGENCY_MS = 30 * MINUTE_MS
export const IDLE_PARTY_MS = 60 * MINUTE_MS
/** `last_seen_at` is not written for every request: rows of sessions would be the busiest of all. */
export const SEEN_EVERY_MS = MINUTE_MS

export interface SessionTimes {
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  readonly idleMs: number
  readonly endedAt: Date | null
}

/** Whether a session still speaks for its person. */
export function isAlive(session: SessionTimes, at: Date): boolean {
  return (
    session.endedAt === null &&
    session.expiresAt > at &&
    session.lastSeenAt.getTime() + session.idleMs > at.getTime()
  )
}

/** When it ends if nothing more is done with it. */
export function endsAt(session: Pick<SessionTimes, 'lastSeenAt' | 'expiresAt' | 'idleMs'>): Date {
  return new Date(Math.min(session.expiresAt.getTime(), session.lastSeenAt.getTime() + session.idleMs))
}

/** Whether being seen at `at` is worth a write. */
export function isWorthNoting(lastSeenAt: Date, at: Date): boolean {
  return at.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS
}
