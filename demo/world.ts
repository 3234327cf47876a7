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

export interface DemoOrganisation {
  /** Public, and marked: a line of the list is read far from any page that says DÉMONSTRATION. */
  readonly name: string
  readonly kinds: readonly ('operator' | 'vendor')[]
  /** Well-formed, and nobody's: no SIREN begins with three zeros. */
  readonly siren: string
  readonly siret: string
}

/** The parties of the demo; who belongs to them: identity-provider/personas.ts. */
export const demoOrganisations = {
  leman: {
    name: 'DEMO Imagerie du Léman',
    kinds: ['operator'],
    siren: '000101741',
    siret: '00010174100015',
  },
  ouest: {
    name: 'DEMO Téléimagerie Ouest',
    kinds: ['operator'],
    siren: '000102350',
    siret: '00010235000014',
  },
  ediradio: { name: 'DEMO Édiradio', kinds: ['vendor'], siren: '000103929', siret: '00010392900014' },
} as const satisfies Record<string, DemoOrganisation>

const { leman, ouest } = demoOrganisations

const ofLeman = {
  operator: leman.name,
  state: 'Haute-Savoie (74)',
  organizationalUnit: `3${leman.siret}`,
}
const ofOuest = {
  operator: ouest.name,
  state: 'Ille-et-Vilaine (35)',
  organizationalUnit: `3${ouest.siret}`,
}

export const demoBoxes: readonly DemoBox[] = [
  { number: 9001, name: 'DEMO Thonon', roles: ['source', 'consumer'], ...ofLeman },
  { number: 9002, name: 'DEMO Annecy', roles: ['source', 'consumer'], ...ofLeman },
  { number: 9003, name: 'DEMO Rennes', roles: ['source', 'consumer'], ...ofOuest },
]

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
