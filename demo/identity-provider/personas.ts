import { demoOrganisations } from '../world.ts'

export type AgencyRole = 'AR' | 'AI' | 'AD' | 'AP' | 'AS' | 'AA'
export type PartyRole = 'OA' | 'OS' | 'OT' | 'OR' | 'VP'

export interface Persona {
  /** What is typed nowhere: the button of the login page. Also the subject (`sub`) of all tokens. */
  readonly login: string
  readonly name: string
  readonly mail: string
  /** Where the demo makes them a member; newcomers belong nowhere yet. */
  readonly home: 'agency' | keyof typeof demoOrganisations | 'nowhere'
  readonly roles: readonly (AgencyRole | PartyRole)[]
  /** Of who employs them, as ProConnect claims it; the agency's people and some others have none. */
  readonly siret?: string
}

const agency = (login: string, name: string, ...roles: AgencyRole[]): Persona => ({
  login,
  name,
  mail: mailOf(login),
  home: 'agency',
  roles,
})
const member = (
  home: keyof typeof demoOrganisations,
  login: string,
  name: string,
  ...roles: PartyRole[]
): Persona => ({ login, name, mail: mailOf(login), home, roles, siret: demoOrganisations[home].siret })

/** Everybody who can sign in to the demo. All of them are invented; no two roles that must be apart meet in one. */
export const personas: readonly Persona[] = [
  agency('anne', 'Anne Aubert', 'AA'),
  agency('adele', 'Adèle Astier', 'AA'),
  agency('arthur', 'Arthur Rey', 'AR'),
  agency('ines', 'Inès Ibarra', 'AI'),
  agency('igor', 'Igor Imbert', 'AI'),
  agency('denise', 'Denise Duval', 'AD'),
  agency('didier', 'Didier Dumas', 'AD'),
  agency('paula', 'Paula Perrin', 'AP'),
  agency('astrid', 'Astrid Simon', 'AS'),
  member('leman', 'olga', 'Olga Olivier', 'OA', 'OS'),
  member('leman', 'omar', 'Omar Tessier', 'OT'),
  member('leman', 'odile', 'Odile Lecteur', 'OR'),
  member('ouest', 'otto', 'Otto Ollivier', 'OA', 'OS'),
  member('ediradio', 'victor', 'Victor Vasseur', 'OA', 'OS', 'VP'),
  {
    login: 'nina',
    name: 'Nina Noël',
    mail: mailOf('nina'),
    home: 'nowhere',
    roles: [],
    siret: '00010448900018',
  },
  { login: 'noel', name: 'Noël Nadeau', mail: mailOf('noel'), home: 'nowhere', roles: [] },
]

function mailOf(login: string): string {
  return `${login}@demo.example`
}
