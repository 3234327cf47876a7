const MINUTE_MS = 60_000

/** However busy, a session ends with the working day. */
export const SESSION_LIFE_MS = 10 * 60 * MINUTE_MS
export const IDLE_AGENCY_MS = 30 * MINUTE_MS
export const IDLE_PARTY_MS = 60 * MINUTE_MS
export interface SessionTimes {
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  readonly idleMs: number
}

/** When it ends if nothing more is done with it. */
export function endsAt(session: SessionTimes): Date {
  return new Date(Math.min(session.expiresAt.getTime(), session.lastSeenAt.getTime() + session.idleMs))
}
