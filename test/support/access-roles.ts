import { matrix } from './rights-matrix.ts'

/** Everybody who may knock. `own`: the organisation that the things of the scene belong to. */
export const roles = [
  // No session, or one that has ended.
  'public',
  'ended',
  // Signed in, of no organisation; an administrator of another one.
  'newcomer',
  // Of no organisation, and author of the admission.
  'author',
  'foreign OA',
  'OA',
  'OS',
  'OT',
  'OR',
  'VP',
  // A reviewer of the agency who is a reader of the organisation (S5).
  'insider',
  'AR',
  'AI',
  'AD',
  'AP',
  'AS',
  'AA',
  // An API key of the organisation: with every scope, and with one that reads nothing.
  'key',
  'key for runs',
  'operations',
] as const
export type RoleName = (typeof roles)[number]

const PARTY: readonly RoleName[] = ['OA', 'OS', 'OT', 'OR', 'VP', 'insider']
const AGENCY: readonly RoleName[] = ['insider', 'AR', 'AI', 'AD', 'AP', 'AS', 'AA']
const KEYS: readonly RoleName[] = ['key', 'key for runs']
const STRANGERS: readonly RoleName[] = ['newcomer', 'author', 'foreign OA']

/** Who can see that a thing is there; for all others it has the answer of an unknown id. */
const SIGHT: Readonly<Record<string, readonly RoleName[]>> = {
  own: [...PARTY, ...AGENCY, ...KEYS, 'operations'],
  agency: [...AGENCY, 'operations'],
  admission: [...AGENCY, 'author', 'operations'],
  nobody: [],
}

/** What the operations key may do (mode demo): read, seeds, lists, audit. */
const OPERATIONS = new Set([
  'any.read',
  'list.read',
  'box.read',
  'member.manage',
  'list.draft',
  'list.approve',
  'list.import',
  'audit.read',
  'audit.export',
  'bootstrap.start',
  'demo.register',
])
/** Beside the matrix (registry-api/src/rights/permissions.ts). */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'list.read': ['AR', 'AI', 'AD', 'AP', 'AS', 'AA'],
  'mail.retry': ['AR', 'AI', 'AA'],
  'bootstrap.start': [],
  'demo.register': [],
  'admission.write': [],
}
/** Which of the scopes of its line a permission takes. */
const SCOPE: Readonly<Record<string, string>> = {
  'org.read': 'read',
  'commitment.read': 'read',
  'box.read': 'read',
  'activity.read': 'read',
  'box.write': 'boxes',
  'box.service': 'maintenance',
  'cert.submit': 'certificates',
  'cert.retire': 'certificates',
  'run.launch': 'runs',
}

export interface Row {
  /** As openapi.json has it. */
  readonly route: string
  readonly path?: string
  readonly body?: unknown
  readonly bytes?: { readonly content: string; readonly type: string }
  readonly ifMatch?: string
  /**
   * Who may: `everybody`, signed in or not; `signed in`; `persons`, by their session; or whoever has one of these
   * permissions.
   */
  readonly may: 'everybody' | 'signed in' | 'persons' | readonly string[]
  /** Whose sight the thing in the path is; none: nothing private is named. */
  readonly sight?: 'own' | 'agency' | 'admission' | 'nobody'
  /** It is an act on the own organisation: not for an agent who belongs to it. */
  readonly onOwn?: true
  /** The organisation is named in body or query: what a stranger gets, the same as of an unknown one. */
  readonly namesOwn?: number
  /** Refused, it leaves an event all the same: a wrong code is counted. */
  readonly leavesEvent?: true
  /** To whoever may: a status, with the code where it refuses for another reason than rights. */
  readonly answer: readonly [status: number, code?: string]
  /** Exceptions to all of this, each with its reason in a comment. */
  readonly but?: Partial<Readonly<Record<RoleName, readonly [status: number, code?: string]>>>
}

export interface Expected {
  readonly status: number
  /** One of these. */
  readonly codes?: readonly string[]
}

const DENIED = [
  'right-missing',
  'key-may-not-decide',
  'key-scope-missing',
  'conflict-of-interest',
  'session-needed',
]

/** What the matrix says that this role gets from this route. */
export function expectedOf(row: Row, role: RoleName): Expected {
  const told = ([status, code]: readonly [number, string?]): Expected =>
    code === undefined ? { status } : { status, codes: [code] }
  const exception = row.but?.[role]
  if (exception !== undefined) return told(exception)
  if (role === 'ended') return { status: 401, codes: ['authentication-failed'] }
  if (row.may === 'everybody') return told(row.answer)
  if (role === 'public') return { status: 401, codes: ['authentication-required'] }
  if (row.may === 'persons' && (KEYS.includes(role) || role === 'operations'))
    return { status: 403, codes: DENIED }
  if (row.sight !== undefined && !SIGHT[row.sight]!.includes(role)) return { status: 404 }
  if (row.may === 'persons' || row.may === 'signed in') return told(row.answer)
  const held = row.may.filter((permission) => holds(role, permission, row))
  if (held.length === 0)
    return row.namesOwn !== undefined && STRANGERS.includes(role)
      ? { status: row.namesOwn }
      : { status: 403, codes: DENIED }
  return told(row.answer)
}

function holds(role: RoleName, permission: string, { onOwn, namesOwn }: Row): boolean {
  const line = matrix.get(permission)
  const having = line?.roles ?? new Set(BESIDE[permission])
  switch (role) {
    case 'operations':
      return OPERATIONS.has(permission)
    case 'key':
      return line !== undefined && SCOPE[permission] !== undefined && line.scopes.has(SCOPE[permission])
    case 'key for runs':
      return SCOPE[permission] === 'runs'
    case 'insider':
      return having.has('OR') || (having.has('AI') && (onOwn !== true || permission === 'any.read'))
    case 'foreign OA':
      return having.has('OA') && onOwn !== true && namesOwn === undefined
    case 'public':
    case 'ended':
    case 'newcomer':
      return false
    case 'author':
      return permission === 'admission.write'
    case 'OA':
    case 'OS':
    case 'OT':
    case 'OR':
    case 'VP':
    case 'AR':
    case 'AI':
    case 'AD':
    case 'AP':
    case 'AS':
    case 'AA':
      return having.has(role)
  }
}
