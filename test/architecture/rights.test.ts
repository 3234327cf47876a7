import { describe, expect, it } from 'vitest'
import {
  permissions,
  type Permission,
  type PermissionRule,
} from '../../registry-api/src/rights/permissions.ts'
import { AGENCY_ROLES } from '../../registry-api/src/rights/roles.ts'
import { matrix } from '../support/rights-matrix.ts'

// What the registry does beside the matrix, and whom it lets: nobody can add a permission here without saying so.
const BESIDE = ['list.read', 'mail.retry', 'bootstrap.start', 'demo.register']

const rules = Object.entries(permissions) as [Permission, PermissionRule][]

describe('the table of rights', () => {
  it('has every permission of the procedures, and none they do not know', () => {
    expect(rules.map(([name]) => name).toSorted()).toEqual([...matrix.keys(), ...BESIDE].toSorted())
  })

  for (const [name, rule] of rules) {
    const line = matrix.get(name)
    if (line === undefined) continue
    it(`gives ${name} to ${[...line.roles].join(' ')} and to nobody else`, () => {
      expect([...rule.roles].toSorted()).toEqual([...line.roles].toSorted())
      if (rule.scope === undefined) return
      expect([...line.scopes], 'a scope that the procedures do not give a key').toContain(rule.scope)
    })
  }

  it('lets a key use every scope it can have, and none to decide', () => {
    expect(new Set(rules.flatMap(([, { scope }]) => scope ?? []))).toEqual(
      new Set(['read', 'boxes', 'certificates', 'maintenance', 'runs']),
    )
    for (const [name, rule] of rules) if (rule.decides === true) expect(rule.scope, name).toBeUndefined()
  })

  it('keeps the operations key from whatever decides, signs or cuts, but for lists and their import', () => {
    const decided = rules.filter(
      ([, { decides, operations }]) => decides === true && operations !== undefined,
    )
    expect(decided.map(([name]) => name)).toEqual(['list.import'])
  })

  it('is of the agency or of the parties, line by line', () => {
    for (const [name, { roles }] of rules) {
      const ofAgency = roles.filter((role) => (AGENCY_ROLES as readonly string[]).includes(role))
      expect([0, roles.length], name).toContain(ofAgency.length)
    }
  })
})
