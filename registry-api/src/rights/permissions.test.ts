import { describe, expect, it } from 'vitest'
import { permissions, type Permission, type PermissionRule } from './permissions.ts'
import { AGENCY_ROLES } from './roles.ts'

// Section 3.2 of the procedures, as it is written there. The code runs `permissions`; both say the same or this fails.
const MATRIX = `
org.read commitment.read box.read activity.read|OA OS OT OR, key read
product.read product.write run.launch|VP
org.edit contact.edit member.manage key.manage mandate.manage|OA
delegation.write box.write box.service cert.submit cert.retire run.launch finding.answer|OA OT, key boxes certificates maintenance runs
box.self-cut|OA OS OT
box.withdraw|OA OS
commitment.sign commitment.notice|OS
any.read|AR AI AD AP AS AA
person.read document.open admission.review commitment.review delegation.check box.review finding.write letter.send decision.propose|AI AD
decision.approve decision.refuse cut.confirm settings.approve|AD
cut.safety|AS
list.draft|AI AP
list.approve|AP
list.import range.manage|AI
member.grant settings.propose|AA
audit.read audit.export|AD AA`

// What the registry does beside the matrix, and whom it lets: nobody can add a permission here without saying so.
const BESIDE = ['mail.retry', 'bootstrap.start', 'demo.register']

interface Line {
  readonly roles: Set<string>
  readonly scopes: Set<string>
}

function readMatrix(): Map<string, Line> {
  const lines = new Map<string, Line>()
  for (const row of MATRIX.trim().split('\n')) {
    const [names = '', who = ''] = row.split('|')
    const [roles = '', key = ''] = who.split(', key ')
    for (const name of names.split(' ')) {
      const line = lines.get(name) ?? { roles: new Set(), scopes: new Set() }
      for (const role of roles.split(' ')) line.roles.add(role)
      for (const scope of key.split(' ').filter(Boolean)) line.scopes.add(scope)
      lines.set(name, line)
    }
  }
  return lines
}

const matrix = readMatrix()
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
