import { describe, expect, it } from 'vitest'
import { assertFirstKeyAllowed, assertMayEnrol, kindOf, SOFT_AAGUID } from './authenticator.rules.ts'

const AAGUID = '2fc0579f-8113-47ea-b116-bb5a8db9202a'
const attested = { aaguid: AAGUID, isAttested: true }
const unattested = { aaguid: AAGUID, isAttested: false }
const soft = { aaguid: SOFT_AAGUID, isAttested: false }
const real = { mode: 'real', hasRoots: true } as const
const demo = { mode: 'demo', hasRoots: false } as const
const onCall = { isOnCall: true }
const other = { isOnCall: false }

describe('a security key', () => {
  it('in software is refused by a real instance, and stands in for hardware in a demo alone', () => {
    for (const hasRoots of [true, false])
      expect(() => assertMayEnrol(soft, other, { mode: 'real', hasRoots })).toThrow('authenticator-soft')
    expect(assertMayEnrol(soft, onCall, demo)).toEqual({ isHardware: true })
  })

  it('of an on-call officer is one that a known maker vouches for', () => {
    expect(assertMayEnrol(attested, onCall, real)).toEqual({ isHardware: true })
    expect(() => assertMayEnrol(unattested, onCall, real)).toThrow('authenticator-not-attested')
    expect(() => assertMayEnrol(unattested, onCall, { mode: 'real', hasRoots: false })).toThrow(
      'authenticator-not-attested',
    )
    expect(() => assertMayEnrol(soft, onCall, { mode: 'demo', hasRoots: true })).toThrow(
      'authenticator-not-attested',
    )
  })

  it('of anybody else may be of any make, and then does not count as hardware', () => {
    expect(assertMayEnrol(unattested, other, real)).toEqual({ isHardware: false })
    expect(assertMayEnrol(attested, other, real)).toEqual({ isHardware: true })
  })

  it('says what is known of it', () => {
    expect(kindOf({ aaguid: AAGUID, isHardware: true })).toBe('hardware')
    expect(kindOf({ aaguid: AAGUID, isHardware: false })).toBe('unattested')
    expect(kindOf({ aaguid: SOFT_AAGUID, isHardware: true })).toBe('soft')
  })
})

describe('a first security key', () => {
  const at = new Date('2026-11-25T10:00:00Z')
  const accepted = (minutes: number) => new Date(at.getTime() - minutes * 60_000)

  it('is enrolled within 15 minutes of accepting an invitation', () => {
    expect(() => assertFirstKeyAllowed({ lastAcceptedAt: accepted(15), hadAnyPlace: true }, at)).not.toThrow()
    for (const lastAcceptedAt of [accepted(15.001), undefined])
      expect(() => assertFirstKeyAllowed({ lastAcceptedAt, hadAnyPlace: true }, at)).toThrow(
        'authenticator-window-closed',
      )
  })

  it('is enrolled at any time by somebody who never had a place', () => {
    expect(() => assertFirstKeyAllowed({ lastAcceptedAt: undefined, hadAnyPlace: false }, at)).not.toThrow()
  })
})
