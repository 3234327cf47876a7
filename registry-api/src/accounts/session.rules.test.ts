import { describe, expect, it } from 'vitest'
import { endsAt, IDLE_AGENCY_MS, isAlive, isWorthNoting, SESSION_LIFE_MS } from './session.rules.ts'

const begin = new Date('2026-11-25T08:00:00.000Z')
const after = (ms: number) => new Date(begin.getTime() + ms)
const session = {
  lastSeenAt: begin,
  expiresAt: after(SESSION_LIFE_MS),
  idleMs: IDLE_AGENCY_MS,
  endedAt: null,
}

describe('a session', () => {
  it('ends when nobody uses it, to the millisecond', () => {
    expect(isAlive(session, after(IDLE_AGENCY_MS - 1))).toBe(true)
    expect(isAlive(session, after(IDLE_AGENCY_MS))).toBe(false)
  })

  it('ends with the day, however busy', () => {
    const busy = { ...session, lastSeenAt: after(SESSION_LIFE_MS - 1) }
    expect(isAlive(busy, after(SESSION_LIFE_MS - 1))).toBe(true)
    expect(isAlive(busy, after(SESSION_LIFE_MS))).toBe(false)
    expect(endsAt(busy)).toEqual(session.expiresAt)
    expect(endsAt(session)).toEqual(after(IDLE_AGENCY_MS))
  })

  it('that was ended never comes back', () => {
    expect(isAlive({ ...session, endedAt: begin }, begin)).toBe(false)
  })

  it('is written to once a minute at most', () => {
    expect(isWorthNoting(begin, after(59_999))).toBe(false)
    expect(isWorthNoting(begin, after(60_000))).toBe(true)
  })
})
