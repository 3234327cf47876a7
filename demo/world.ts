/** The demo trust space: what it is called and who is in it. All of it is invented and says so. */
export const demoSpace = {
  trustSpace: 'DRIM-M-TEST-DEMO',
  space: 'TEST',
  mode: 'demo',
  zone: 'demo.mesimagesmedicales.fr',
} as const

export interface DemoBox {
  readonly number: number
  readonly name: string
  readonly roles: readonly ('source' | 'consumer')[]
  readonly operator: string
  /** As in certificates of the IGC-Santé: département, then the Struct_IdNat of the holder. */
  readonly state: string
  readonly organizationalUnit: string
}

const north = { operator: 'DEMO Imagerie du Nord', state: 'Nord (59)', organizationalUnit: '390000000000001' }
const south = {
  operator: 'DEMO Imagerie du Sud',
  state: 'Hérault (34)',
  organizationalUnit: '390000000000002',
}

export const demoBoxes: readonly DemoBox[] = [
  { number: 9001, name: 'DEMO Lille', roles: ['source', 'consumer'], ...north },
  { number: 9002, name: 'DEMO Dunkerque', roles: ['source', 'consumer'], ...north },
  { number: 9003, name: 'DEMO Montpellier', roles: ['source', 'consumer'], ...south },
]

export const demoOperators = [north.operator, south.operator]

export function wadoHostOf(number: number): string {
  return `db${number}.${demoSpace.zone}`
}

export function viewerHostOf(number: number): string {
  return `vi${number}.${demoSpace.zone}`
}

/** A role mailbox on a domain that leads nowhere. */
export function supportContactOf(number: number): string {
  return `support-${number}@${demoSpace.zone}`
}
