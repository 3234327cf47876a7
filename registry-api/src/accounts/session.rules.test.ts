import { describe, expect, it } from 'vitest'
import { endsAt, IDLE_AGENCY_MS, SESSION_LIFE_MS } from './session.rules.ts'

const begin = new Date('2026-11-25T08:00:00.000Z')
const after = (ms: number) => new Date(begin.getTime() + ms)
const session = { lastSeenAt: begin, expiresAt: after(SESSION_LIFE_MS), idleMs: IDLE_AGENCY_MS }

describe('a session', () => {
  it('ends when nobody uses it, and with the day however busy', () => {
    expect(endsAt(session)).toEqual(after(IDLE_AGENCY_MS))
    expect(endsAt({ ...session, lastSeenAt: after(SESSION_LIFE_MS - 1) })).toEqual(session.expiresAt)
  })
})
