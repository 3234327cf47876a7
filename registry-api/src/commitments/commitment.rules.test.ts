import { describe, expect, it } from 'vitest'
import {
  afterEvent,
  commitmentEvents,
  isListed,
  isLive,
  LISTED_STATES,
  LIVE_STATES,
  OPEN_STATES,
  type CommitmentEvent,
  type CommitmentEventRule,
} from './commitment.rules.ts'
import type { CommitmentState, ResumableState } from './commitment.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })
const states = [...OPEN_STATES, ...LIVE_STATES, 'ended'] as const
const events = Object.keys(commitmentEvents) as CommitmentEvent[]
const rule = (event: CommitmentEvent): CommitmentEventRule => commitmentEvents[event]
const in_ = (state: CommitmentState, resumeTo: ResumableState | null = null) => ({ state, resumeTo })

describe('the life of a commitment', () => {
  it('goes from draft to active by the four steps of procedures 2.2, and back to draft from review', () => {
    let at = in_('draft')
    for (const event of ['submit', 'claim', 'countersign', 'activate'] as const) at = afterEvent(at, event)
    expect(at).toEqual({ state: 'active', resumeTo: null })
    expect(afterEvent(in_('submitted'), 'return').state).toBe('draft')
    expect(afterEvent(in_('under-review'), 'return').state).toBe('draft')
  })

  it('comes back from a cut to the very state it had, whatever that was', () => {
    for (const state of LISTED_STATES) {
      const before = in_(state, state === 'frozen' ? 'active' : null)
      const out = afterEvent(before, 'cut')
      expect(out).toEqual({ state: 'out', resumeTo: state })
      expect(afterEvent(out, 'restore')).toEqual(before)
    }
  })

  it('is still frozen after a cut that was restored, and active only after another restore', () => {
    const frozen = afterEvent(in_('active'), 'freeze')
    const restored = afterEvent(afterEvent(frozen, 'cut'), 'restore')
    expect(restored).toEqual({ state: 'frozen', resumeTo: 'active' })
    expect(afterEvent(restored, 'restore')).toEqual({ state: 'active', resumeTo: null })
  })

  it('ends, and nothing comes after it', () => {
    for (const state of ['notice', 'winding-down', 'out'] as const)
      expect(afterEvent(in_(state, state === 'out' ? 'active' : null), 'end')).toEqual(in_('ended'))
    for (const event of events)
      expect(() => afterEvent(in_('ended'), event), event).toThrow(code('commitment-wrong-state'))
  })

  it('is refused wherever the table has no line for it', () => {
    for (const event of events)
      for (const state of states) {
        if (rule(event).from[state] !== undefined) continue
        expect(() => afterEvent(in_(state), event), `${state} ${event}`).toThrow(
          code('commitment-wrong-state'),
        )
      }
  })

  it('says of each event what the list does, and is right about it', () => {
    for (const event of events)
      for (const state of states) {
        if (rule(event).from[state] === undefined) continue
        const resumes = state === 'out' ? LISTED_STATES : (['active'] as const)
        for (const resumeTo of state === 'out' || state === 'frozen' ? resumes : [null]) {
          const to = afterEvent(in_(state, resumeTo), event).state
          const name = `${state} ${event} ${to}`
          switch (rule(event).lines) {
            case 'none-yet':
              expect([isListed(state), isListed(to)], name).toEqual([false, false])
              break
            case 'by-2.8':
            case 'come-back':
              expect(isListed(to), name).toBe(true)
              break
            case 'stay':
              // A superseded commitment ends, but another takes its place in the same transaction.
              expect([isListed(state), isListed(to) || event === 'supersede'], name).toEqual([true, true])
              break
            case 'leave':
              expect(isListed(to), name).toBe(false)
          }
        }
      }
  })

  it('takes two persons for whatever gives trust or takes all of it away', () => {
    for (const event of ['countersign', 'freeze', 'restore', 'end'] as const)
      for (const way of rule(event).ways) expect(['grant', 'adverse', 'mass'], event).toContain(way.class)
    expect(rule('cut').ways.map((way) => way.class)).toEqual(['safety', 'mass'])
  })

  it('never ends, freezes or leaves the list by time', () => {
    const byTime = events.filter((event) => rule(event).ways.some(({ may }) => may === 'worker'))
    expect(byTime).toEqual(['activate', 'wind-down', 'supersede'])
    for (const event of byTime) expect(rule(event).lines, event).not.toBe('leave')
  })

  it('is live or open or over, never two of them', () => {
    for (const state of states) {
      const open = (OPEN_STATES as readonly string[]).includes(state)
      expect([open, isLive(state), state === 'ended'].filter(Boolean), state).toHaveLength(1)
    }
  })
})
