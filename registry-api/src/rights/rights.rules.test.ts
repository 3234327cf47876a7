import { describe, expect, it } from 'vitest'
import { PUBLIC, type Principal } from '../db/principal.ts'
import { permissions, type Permission } from './permissions.ts'
import { assertMay, assertMayRead, may } from './rights.rules.ts'
import type { Role } from './roles.ts'

const OWN = '01970000-0000-7000-8000-00000000000a'
const OTHER = '01970000-0000-7000-8000-00000000000b'
const AGENCY = '01970000-0000-7000-8000-00000000000c'
const code = (expected: string): unknown => expect.objectContaining({ code: expected })

function person(...places: [string, Role[]][]): Principal {
  return {
    kind: 'person',
    id: 'p1',
    personId: 'p1',
    memberships: places.map(([organisationId, roles]) => ({
      id: organisationId,
      organisationId,
      isAgency: organisationId === AGENCY,
      roles,
    })),
  }
}
const key = (...scopes: NonNullable<Principal['scopes']>): Principal => ({
  kind: 'key',
  id: 'k1',
  personId: 'p1',
  scopes,
  memberships: [{ id: 'm1', organisationId: OWN, isAgency: false, roles: [] }],
})

describe('a right', () => {
  it('of a party reaches its own organisation and no other', () => {
    expect(may(person([OWN, ['OA']]), 'org.edit', OWN)).toBe(true)
    expect(() => assertMay(person([OWN, ['OA']]), 'org.edit', OTHER)).toThrow(code('right-missing'))
  })

  it('is that of a role where it is held: OA here and OT there are not OA there', () => {
    const both = person([OWN, ['OA']], [OTHER, ['OT']])
    expect(may(both, 'org.edit', OWN)).toBe(true)
    expect(may(both, 'org.edit', OTHER)).toBe(false)
  })

  it('of the agency reaches every organisation but one’s own', () => {
    const ines = person([AGENCY, ['AI']], [OWN, ['OR']])
    expect(may(ines, 'commitment.review', OTHER)).toBe(true)
    expect(() => assertMay(ines, 'commitment.review', OWN)).toThrow(code('conflict-of-interest'))
    expect(() => assertMayRead(ines, 'commitment.read', OWN)).not.toThrow()
  })

  it('is never lent: a role of the agency counts in the agency alone, one of a party in a party alone', () => {
    expect(may(person([OWN, ['AD']]), 'decision.approve', OTHER)).toBe(false)
    expect(may(person([AGENCY, ['OA']]), 'org.edit', AGENCY)).toBe(false)
  })

  it('is nobody’s without a place', () => {
    for (const name of Object.keys(permissions) as Permission[]) {
      expect(may(PUBLIC, name), name).toBe(false)
      expect(may(person(), name), name).toBe(false)
    }
  })
})

describe('a key', () => {
  it('does what its scope says, for its own organisation', () => {
    expect(may(key('boxes'), 'box.write', OWN)).toBe(true)
    expect(() => assertMay(key('boxes'), 'box.write', OTHER)).toThrow(code('right-missing'))
    expect(() => assertMay(key('read'), 'box.write', OWN)).toThrow(code('key-scope-missing'))
  })

  it('never decides, whatever its scopes', () => {
    const all = key('read', 'boxes', 'certificates', 'maintenance', 'runs')
    for (const [name, rule] of Object.entries(permissions))
      if ('decides' in rule)
        expect(() => assertMay(all, name as Permission, OWN), name).toThrow(code('key-may-not-decide'))
  })
})

describe('the operations key', () => {
  const operations = (mode: 'demo' | 'real'): Principal => ({
    kind: 'operations',
    id: 'operations-key',
    memberships: [],
    mode,
  })
  it('enters operators in a demonstration only', () => {
    expect(may(operations('demo'), 'demo.register')).toBe(true)
    expect(() => assertMay(operations('real'), 'demo.register')).toThrow(code('operations-key-demo-only'))
    expect(() => assertMay(operations('real'), 'any.read')).toThrow(code('operations-key-demo-only'))
    for (const kept of ['list.read', 'list.draft', 'list.approve', 'audit.read', 'bootstrap.start'] as const)
      expect(may(operations('real'), kept), kept).toBe(true)
  })

  it('stands for no person', () => {
    for (const name of ['decision.approve', 'cut.safety', 'member.grant'] as const)
      expect(() => assertMay(operations('demo'), name), name).toThrow(code('right-missing'))
  })
})
