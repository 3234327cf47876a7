import { describe, expect, it } from 'vitest'
import type { Drimbox, DrimboxState } from './drimbox.ts'
import {
  afterAct,
  assertHostsAreFree,
  assertHostsFit,
  assertNumberIsFree,
  drimboxTransitions,
  type DrimboxAct,
} from './drimbox.rules.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })

function box(state: DrimboxState, resumeTo: DrimboxState | null = null): Drimbox {
  return { state, resumeTo, suspensionLevel: state === 'suspended' ? 'out' : null } as Drimbox
}

describe('the acts on a DRIMbox', () => {
  it.each(['imported', 'in-service'] as const)('suspend and restore bring %s back to itself', (state) => {
    const suspended = afterAct(box(state), 'suspend', 'why')
    expect(suspended).toEqual({ state: 'suspended', suspensionLevel: 'out', resumeTo: state, reason: 'why' })
    expect(afterAct(box('suspended', state), 'restore', 'well again')).toEqual({
      state,
      suspensionLevel: null,
      resumeTo: null,
      reason: 'well again',
    })
  })

  it('withdraw ends every life, and nothing comes after it', () => {
    for (const state of ['imported', 'in-service', 'suspended'] as const)
      expect(afterAct(box(state, state === 'suspended' ? 'imported' : null), 'withdraw', 'x').state).toBe(
        'withdrawn',
      )
    expect(drimboxTransitions.withdrawn).toEqual({})
  })

  it('are refused where the table has no line for them', () => {
    for (const state of Object.keys(drimboxTransitions) as DrimboxState[]) {
      for (const act of ['suspend', 'restore', 'withdraw'] as DrimboxAct[]) {
        if (act in drimboxTransitions[state]) continue
        expect(() => afterAct(box(state), act, 'x'), `${state} ${act}`).toThrow(code('drimbox-wrong-state'))
      }
    }
  })
})

describe('a number', () => {
  it('is free only if nothing ever happened to it', () => {
    expect(() => assertNumberIsFree(7, [])).not.toThrow()
    expect(() => assertNumberIsFree(7, ['assigned'])).toThrow(code('number-taken'))
    expect(() => assertNumberIsFree(7, ['assigned', 'burnt'])).toThrow(code('number-burnt'))
  })
})

describe('host names', () => {
  it('are free only if nobody ever had them', () => {
    expect(() => assertHostsAreFree([])).not.toThrow()
    expect(() => assertHostsAreFree(['db7.example.fr'])).toThrow(code('host-name-taken'))
  })

  it('stand under the zone, label by label, and are not the same', () => {
    expect(() => assertHostsFit(['db7.zone.fr', 'vi7.zone.fr'], 'zone.fr')).not.toThrow()
    for (const host of ['zone.fr', 'db7.another.fr', 'db7.azone.fr', 'zone.fr.evil.example'])
      expect(() => assertHostsFit([host], 'zone.fr'), host).toThrow(code('host-outside-zone'))
    expect(() => assertHostsFit(['db7.zone.fr', 'db7.zone.fr'], 'zone.fr')).toThrow(
      code('access-points-alike'),
    )
  })
})
