import { describe, expect, it } from 'vitest'
import { addDays } from '../paris-days.ts'
import {
  afterDelegationEvent,
  assertDelegationFits,
  daysLeft,
  delegationTransitions,
  isOver,
  warningsDue,
  warningsOf,
  type DelegationEvent,
} from './delegation.rules.ts'
import type { DelegationState } from './delegation.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })
const TODAY = '2026-11-25'
const declared = { finess: '750712184', siret: null, validFrom: TODAY, validUntil: '2027-11-24' }
const pointersOf = (over: Partial<typeof declared> | { siret: string; finess: null }): string[] => {
  try {
    assertDelegationFits({ ...declared, ...over }, TODAY)
  } catch (error) {
    return (error as { faults: { pointer: string }[] }).faults.map(({ pointer }) => pointer)
  }
  return []
}

describe('the life of a delegation', () => {
  it('is checked once, and ends by time or by revocation', () => {
    expect(afterDelegationEvent('declared', 'accept')).toBe('active')
    expect(afterDelegationEvent('declared', 'refuse')).toBe('refused')
    for (const state of ['declared', 'active'] as const) {
      expect(afterDelegationEvent(state, 'expire')).toBe('expired')
      expect(afterDelegationEvent(state, 'revoke')).toBe('revoked')
    }
  })

  it('is refused wherever the table has no line for it', () => {
    for (const [state, transitions] of Object.entries(delegationTransitions))
      for (const event of ['accept', 'refuse', 'expire', 'revoke'] as DelegationEvent[]) {
        if (event in transitions) continue
        expect(() => afterDelegationEvent(state as DelegationState, event), `${state} ${event}`).toThrow(
          code('delegation-wrong-state'),
        )
      }
  })
})

describe('a declaration', () => {
  it('names a facility by FINESS or SIRET, well formed', () => {
    expect(pointersOf({})).toEqual([])
    expect(pointersOf({ finess: null, siret: '73282932000074' })).toEqual([])
    expect(pointersOf({ finess: null, siret: '73282932000075' })).toEqual(['/siret'])
    expect(pointersOf({ finess: '75071218' })).toEqual(['/finess'])
    expect(() => assertDelegationFits({ ...declared, finess: null }, TODAY)).toThrow(
      code('delegation-invalid'),
    )
  })

  it('lasts three years at most, ends after it begins and is not over', () => {
    expect(pointersOf({ validUntil: '2029-11-24' })).toEqual([])
    expect(pointersOf({ validUntil: '2029-11-25' })).toEqual(['/validUntil'])
    expect(pointersOf({ validUntil: TODAY })).toEqual(['/validUntil'])
    expect(pointersOf({ validFrom: '2026-01-01', validUntil: '2026-11-24' })).toEqual(['/validUntil'])
  })

  it('is warned of another one of the same facility, same boxes, same days, and of an odd FINESS key', () => {
    const mine = { id: 'mine', ...declared }
    const other = { ...mine, id: 'other', state: 'active' as DelegationState, drimboxIds: ['a'] }
    const overlap = [{ code: 'overlap', delegationId: 'other' }]
    expect(warningsOf(mine, [other], [])).toEqual(overlap)
    expect(warningsOf(mine, [other], ['a', 'b'])).toEqual(overlap)
    expect(warningsOf(mine, [other], ['b'])).toEqual([])
    expect(warningsOf(mine, [{ ...other, state: 'revoked' }], [])).toEqual([])
    expect(warningsOf(mine, [{ ...other, finess: '690000880' }], [])).toEqual([])
    expect(warningsOf(mine, [{ ...other, validFrom: '2027-11-25', validUntil: '2028-11-24' }], [])).toEqual(
      [],
    )
    expect(warningsOf(mine, [{ ...other, id: 'mine' }], [])).toEqual([])
    expect(warningsOf({ ...mine, finess: '750712185' }, [], [])).toEqual([{ code: 'finess-key' }])
  })
})

describe('the end of a delegation', () => {
  it('rings at a third, a sixth and a twelfth of its length, each once it is reached', () => {
    const year = { validFrom: '2026-01-01', validUntil: '2026-12-31' }
    const dueWith = (left: number) => warningsDue(year, addDays(year.validUntil, 1 - left))
    expect([365, 122, 121, 61, 60, 31, 30, 1, 0].map(dueWith)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 3])
    expect(daysLeft(year, '2026-12-31')).toBe(1)
    expect(daysLeft(year, '2027-01-05')).toBe(0)
  })

  it('comes after its last day, not on it', () => {
    expect(isOver(declared, '2027-11-24')).toBe(false)
    expect(isOver(declared, '2027-11-25')).toBe(true)
  })
})
