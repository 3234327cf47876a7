import type { KeyScope } from '../db/principal.ts'
import { AGENCY_ROLES, type Role } from './roles.ts'

export interface PermissionRule {
  readonly roles: readonly Role[]
  /** The scope with which an API key of the organisation may do it. None: no key may. */
  readonly scope?: KeyScope
  /** It decides, cuts or binds: a key is told so (S3). */
  readonly decides?: true
  /** Whether the operations key may: always, or in mode demo only. */
  readonly operations?: 'always' | 'demo'
}

const PARTY_READERS: readonly Role[] = ['OA', 'OS', 'OT', 'OR']

/** Who may what (procedures 3.2). The code runs this table, and test/api/access.test.ts reads it. */
export const permissions = {
  'org.read': { roles: PARTY_READERS, scope: 'read' },
  'commitment.read': { roles: PARTY_READERS, scope: 'read' },
  'box.read': { roles: PARTY_READERS, scope: 'read', operations: 'demo' },
  'activity.read': { roles: PARTY_READERS, scope: 'read' },
  'product.read': { roles: ['VP'] },
  'product.write': { roles: ['VP'] },
  'run.launch': { roles: ['VP', 'OA', 'OT'], scope: 'runs' },
  'org.edit': { roles: ['OA'] },
  'contact.edit': { roles: ['OA'] },
  'member.manage': { roles: ['OA'], operations: 'demo' },
  'key.manage': { roles: ['OA'] },
  'mandate.manage': { roles: ['OA'] },
  'delegation.write': { roles: ['OA', 'OT'] },
  'box.write': { roles: ['OA', 'OT'], scope: 'boxes' },
  'box.service': { roles: ['OA', 'OT'], scope: 'maintenance' },
  'cert.submit': { roles: ['OA', 'OT'], scope: 'certificates' },
  'cert.retire': { roles: ['OA', 'OT'], scope: 'certificates' },
  'finding.answer': { roles: ['OA', 'OT'] },
  'box.self-cut': { roles: ['OA', 'OS', 'OT'], decides: true },
  'box.withdraw': { roles: ['OA', 'OS'], decides: true },
  'commitment.sign': { roles: ['OS'], decides: true },
  'commitment.notice': { roles: ['OS'], decides: true },
  'any.read': { roles: AGENCY_ROLES, operations: 'demo' },
  'person.read': { roles: ['AI', 'AD'] },
  'document.open': { roles: ['AI', 'AD'] },
  'admission.review': { roles: ['AI', 'AD'], decides: true },
  'commitment.review': { roles: ['AI', 'AD'], decides: true },
  'delegation.check': { roles: ['AI', 'AD'], decides: true },
  'box.review': { roles: ['AI', 'AD'], decides: true },
  'finding.write': { roles: ['AI', 'AD'] },
  'letter.send': { roles: ['AI', 'AD'] },
  'decision.propose': { roles: ['AI', 'AD'], decides: true },
  'decision.approve': { roles: ['AD'], decides: true },
  'decision.refuse': { roles: ['AD'], decides: true },
  'cut.confirm': { roles: ['AD'], decides: true },
  'settings.approve': { roles: ['AD'], decides: true },
  'cut.safety': { roles: ['AS'], decides: true },
  'list.draft': { roles: ['AI', 'AP'], operations: 'always' },
  'list.approve': { roles: ['AP'], operations: 'always' },
  'list.import': { roles: ['AI'], decides: true, operations: 'always' },
  'range.manage': { roles: ['AI'], decides: true },
  'member.grant': { roles: ['AA'], decides: true },
  'settings.propose': { roles: ['AA'], decides: true },
  'audit.read': { roles: ['AD', 'AA'], operations: 'always' },
  'audit.export': { roles: ['AD', 'AA'], operations: 'always' },
  // What has no row in procedures 3.2.
  /** Drafts and what became of them: of `any.read`, the part that the operations key keeps in mode real. */
  'list.read': { roles: AGENCY_ROLES, operations: 'always' },
  'mail.retry': { roles: ['AR', 'AI', 'AA'] },
  'bootstrap.start': { roles: [], operations: 'always' },
  /** Operators and DRIMboxes entered without their admission: seeds of a demo, and of tests. */
  'demo.register': { roles: [], operations: 'demo' },
} as const satisfies Record<string, PermissionRule>

export type Permission = keyof typeof permissions
