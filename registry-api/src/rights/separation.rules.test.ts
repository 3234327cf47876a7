import { describe, expect, it } from 'vitest'
import { assertNotOwnRoles, assertRolesFit } from './separation.rules.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })

describe('the roles of one person', () => {
  it.each(['AD', 'AP', 'AS'])('AA and %s are never together', (role) => {
    expect(() => assertRolesFit(['AA', role])).toThrow(code('roles-do-not-fit'))
    expect(() => assertRolesFit([role, 'AI', 'AA'])).toThrow(code('roles-do-not-fit'))
  })

  it('go together otherwise', () => {
    for (const roles of [['AA'], ['AA', 'AI', 'AR'], ['AD', 'AI', 'AP', 'AS'], ['OA', 'OS', 'OT'], []])
      expect(() => assertRolesFit(roles)).not.toThrow()
  })

  it('are never changed by that person', () => {
    expect(() => assertNotOwnRoles('p1', 'p1')).toThrow(code('own-roles'))
    expect(() => assertNotOwnRoles('p2', 'p1')).not.toThrow()
  })
})
