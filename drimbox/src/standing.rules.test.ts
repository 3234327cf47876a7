import { describe, expect, it } from 'vitest'
import { listStanding, type StandingFacts } from './standing.rules.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const start = new Date('2026-11-25T10:00:00Z').getTime()

function after(ms: number, changes: Partial<StandingFacts> = {}) {
  const now = new Date(start + ms)
  return listStanding({
    now,
    verifiedAt: new Date(start),
    signedAt: new Date(start),
    entries: 3,
    signedEveryMs: DAY,
    distrust: undefined,
    ...changes,
  })
}

describe('a list held', () => {
  it('is open, then warned of at 36 h, then closed at 7 d without a verified poll, to the millisecond', () => {
    const polls = (ms: number) => after(ms, { signedEveryMs: 0 })
    expect(polls(0)).toMatchObject({ state: 'open', reasons: [] })
    expect(polls(36 * HOUR - 1).state).toBe('open')
    expect(polls(36 * HOUR)).toMatchObject({ state: 'warned', reasons: ['poll-late'] })
    expect(polls(7 * DAY - 1).state).toBe('warned')
    expect(polls(7 * DAY)).toMatchObject({ state: 'closed', reasons: ['poll-too-late'] })
    expect(polls(400 * DAY).state).toBe('closed')
    expect(polls(0).closesAt).toEqual(new Date(start + 7 * DAY))
  })

  it('is warned of and closed by the age of its signature, whatever polls answer', () => {
    const frozen = (ms: number) => after(ms, { verifiedAt: new Date(start + ms) })
    expect(frozen(36 * HOUR - 1).state).toBe('open')
    expect(frozen(36 * HOUR)).toMatchObject({ state: 'warned', reasons: ['signing-late'] })
    expect(frozen(7 * DAY - 1).state).toBe('warned')
    expect(frozen(7 * DAY)).toMatchObject({ state: 'closed', reasons: ['signing-too-late'] })
    expect(frozen(DAY).closesAt).toEqual(new Date(start + 7 * DAY))
  })

  it('is not judged by its signature where nobody promised a rhythm', () => {
    const ans = after(90 * DAY, { verifiedAt: new Date(start + 90 * DAY), signedEveryMs: 0 })
    expect(ans).toMatchObject({ state: 'open', reasons: [] })
  })

  it('is given more time where the promised rhythm is slower, and never less than 36 h and 7 d', () => {
    const weekly = (ms: number, signedEveryMs: number) =>
      after(ms, { verifiedAt: new Date(start + ms), signedEveryMs }).state
    expect(weekly(8 * DAY, 7 * DAY)).toBe('open')
    expect(weekly(11 * DAY, 7 * DAY)).toBe('warned')
    expect(weekly(49 * DAY, 7 * DAY)).toBe('closed')
    expect(weekly(35 * HOUR, HOUR)).toBe('open')
    expect(weekly(6 * DAY, HOUR)).toBe('warned')
  })

  it('is closed without an entry, and when its signer proved unworthy', () => {
    expect(after(0, { entries: 0 })).toMatchObject({ state: 'closed', reasons: ['no-entries'] })
    expect(after(0, { distrust: 'signer-revoked' })).toMatchObject({
      state: 'closed',
      reasons: ['distrusted'],
    })
  })

  it('does not get younger by a clock that was set back', () => {
    const behind = after(-30 * DAY)
    expect(behind).toMatchObject({ state: 'warned', reasons: ['clock-behind'] })
    const old = after(-DAY, { signedAt: new Date(start - 8 * DAY) })
    expect(old).toMatchObject({ state: 'closed', reasons: ['signing-too-late', 'clock-behind'] })
  })
})
