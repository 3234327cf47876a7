import { describe, expect, it } from 'vitest'
import type { Role } from '../rights/roles.ts'
import type { Membership } from './membership.ts'
import {
  assertAdministratorRemains,
  assertMayConfirm,
  assertRolesOfKinds,
  assertUntilAhead,
  givesMore,
  rolesOfKinds,
  stateAtAcceptance,
} from './membership.rules.ts'

const code = (expected: string, details: object = {}): unknown =>
  expect.objectContaining({ code: expected, details: expect.objectContaining(details) as unknown })
const at = new Date('2026-11-25T08:00:00.000Z')
const member = (id: string, roles: Role[], over: Partial<Membership> = {}): Membership => ({
  id,
  version: 1,
  personId: `person-${id}`,
  organisationId: 'o',
  roles,
  state: 'active',
  validFrom: at,
  validUntil: null,
  invitedBy: null,
  createdAt: at,
  updatedAt: at,
  ...over,
})

describe('roles', () => {
  it('are those of the kinds of the organisation, and no others', () => {
    expect(rolesOfKinds(['operator'])).toEqual(['OA', 'OS', 'OT', 'OR'])
    expect(rolesOfKinds(['operator', 'vendor'])).toContain('VP')
    expect(rolesOfKinds(['agency'])).toEqual(['AR', 'AI', 'AD', 'AP', 'AS', 'AA'])
    expect(rolesOfKinds(['agency', 'operator'])).not.toContain('OA')
    expect(() => assertRolesOfKinds(['operator'], ['OA', 'AD'])).toThrow(
      code('roles-not-of-organisation', { roles: 'AD' }),
    )
    expect(() => assertRolesOfKinds(['operator'], ['VP'])).toThrow(code('roles-not-of-organisation'))
  })
})

describe('the last administrator', () => {
  const oa = member('1', ['OA', 'OS'])
  it('stays, whatever else is left, and it is said who can act', () => {
    expect(() => assertAdministratorRemains([oa], oa, [])).toThrow(
      code('last-administrator', { role: 'OA', who: 'AA' }),
    )
    const signatory = member('2', ['OS'])
    expect(() => assertAdministratorRemains([oa, signatory], oa, ['OS'])).toThrow(
      code('last-administrator', { who: 'OS' }),
    )
    const aa = member('3', ['AA'])
    expect(() => assertAdministratorRemains([aa], aa, ['AR'])).toThrow(
      code('last-administrator', { role: 'AA' }),
    )
  })

  it.each(['invited', 'asleep', 'ended'] as const)('is not replaced by one who is %s', (state) => {
    const other = member('2', ['OA'], { state })
    expect(() => assertAdministratorRemains([oa, other], oa, [])).toThrow(code('last-administrator'))
  })

  it('may go when there is another, and others may always go', () => {
    const other = member('2', ['OA'])
    expect(() => assertAdministratorRemains([oa, other], oa, [])).not.toThrow()
    expect(() => assertAdministratorRemains([oa], member('4', ['OT']), [])).not.toThrow()
    expect(() => assertAdministratorRemains([oa], oa, ['OA'])).not.toThrow()
  })
})

describe('who accepts an invitation', () => {
  const facts = {
    isBootstrap: false,
    roles: ['OT'],
    inviterMayStill: true,
    knowsEmployers: true,
    claimedSiret: '12345678200017',
    siren: '123456782',
  }
  it.each([
    ['of the very organisation is a member at once', facts, 'active'],
    ['with another SIREN waits', { ...facts, siren: '552100554' }, 'invited'],
    ['without a SIREN waits', { ...facts, claimedSiret: null }, 'invited'],
    ['of an organisation without SIREN waits', { ...facts, siren: null }, 'invited'],
    [
      'is a member where no provider tells employers',
      { ...facts, knowsEmployers: false, claimedSiret: null },
      'active',
    ],
    ['by who is no administrator any more waits', { ...facts, inviterMayStill: false }, 'invited'],
    ['for the agency always waits', { ...facts, roles: ['AI'], knowsEmployers: false }, 'invited'],
    ['by a code of the bootstrap does not', { ...facts, roles: ['AA'], isBootstrap: true }, 'active'],
  ] as const)('%s', (_, given, state) => {
    expect(stateAtAcceptance(given)).toBe(state)
  })

  it('is confirmed by neither the inviter nor themself', () => {
    const waiting = member('1', ['OT'], { state: 'invited', invitedBy: 'inviter' })
    expect(() => assertMayConfirm(waiting, 'inviter')).toThrow(code('second-administrator-needed'))
    expect(() => assertMayConfirm(waiting, waiting.personId)).toThrow(code('second-administrator-needed'))
    expect(() => assertMayConfirm(waiting, 'second')).not.toThrow()
    expect(() => assertMayConfirm({ ...waiting, state: 'asleep' }, 'inviter')).not.toThrow()
    expect(() => assertMayConfirm({ ...waiting, state: 'active' }, 'second')).toThrow(
      code('membership-wrong-state'),
    )
  })
})

describe('a place that is worth more', () => {
  const tomorrow = new Date(at.getTime() + 86_400_000)
  it.each([
    ['another role', ['AI', 'AD'], null, null, true],
    ['a role in place of another', ['AD'], null, null, true],
    ['a role less', [], null, null, false],
    ['an end', ['AI'], null, tomorrow, false],
    ['an earlier end', ['AI'], tomorrow, at, false],
    ['a later end', ['AI'], at, tomorrow, true],
    ['no end any more', ['AI'], at, null, true],
  ] as const)('%s', (_, roles, validUntil, until, more) => {
    expect(givesMore({ roles: ['AI'], validUntil }, { roles: [...roles], until })).toBe(more)
  })
})

describe('the end of a membership', () => {
  it('lies ahead', () => {
    expect(() => assertUntilAhead(null, at)).not.toThrow()
    expect(() => assertUntilAhead(new Date(at.getTime() + 1), at)).not.toThrow()
    expect(() => assertUntilAhead(at, at)).toThrow(code('until-not-ahead'))
  })
})
