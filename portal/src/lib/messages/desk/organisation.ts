import type { StateWords } from '#lib/desk/tones.ts'
import { fr, typeset } from '#lib/typography.ts'
import { showable } from '#lib/foreign-text.ts'

export const kindWords: Readonly<Record<string, string>> = {
  agency: 'Agence',
  operator: 'Opérateur',
  vendor: 'Éditeur',
  distributor: 'Distributeur',
}

export const organisationStates: Readonly<Record<string, StateWords>> = {
  candidate: { text: 'candidat', tone: 'waiting' },
  admitted: { text: 'admis', tone: 'good' },
  closed: { text: typeset('fermé'), tone: 'neutral' },
}

/** « Opérateur, éditeur OP-00027 · admis ». */
export function organisationLine({
  kinds,
  number,
  state,
}: {
  readonly kinds: readonly string[]
  readonly number: string
  readonly state?: string
}): string {
  const names = kinds.map((kind) => kindWords[kind] ?? showable(kind)).join(', ')
  return state === undefined
    ? fr`${names} ${number}`
    : fr`${names} ${number} · ${organisationStates[state]?.text ?? state}`
}

export const contactKinds = {
  support: 'Support',
  technical: 'Technique',
  security24h: typeset('Sécurité 24 h sur 24'),
  admin: 'Administration',
  dpo: typeset('Protection des données'),
} as const

export const organisationWords = {
  title: typeset('Mon organisme'),
  lead: typeset(
    'Ce que l’agence et vos membres savent de lui. Le public ne voit que le numéro, le nom affiché et les natures.',
  ),
  identity: typeset('Identité'),
  number: typeset('Numéro'),
  kinds: 'Natures',
  state: 'État',
  legalName: 'Raison sociale',
  displayName: typeset('Nom affiché'),
  siren: 'SIREN',
  siretSeat: typeset('SIRET du siège'),
  finess: 'FINESS',
  structureIdentifier: 'Identifiant de structure',
  admittedAt: 'Admis le',
  identifiers: 'Vos identifiants',
  identifiersText: typeset('Les noms se changent à deux personnes de l’agence : écrivez-lui.'),
  saveIdentifiers: typeset('Enregistrer les identifiants'),
  contacts: 'Contacts',
  contactsText: typeset(
    'Chaque boîte se vérifie par un code, une fois par an. Support : une boîte de service.',
  ),
  contactCaption: typeset('Contacts de l’organisme'),
  contactColumns: {
    kind: 'Pour',
    mailbox: typeset('Boîte'),
    phone: typeset('Téléphone'),
    state: typeset('Vérification'),
    act: 'Acte',
  },
  noContact: typeset('Aucun contact.'),
  verified: (day: string) => fr`vérifié le ${day}`,
  toVerify: typeset('à vérifier'),
  change: (kind: string) => fr`Changer : ${kind}`,
  mailbox: typeset('Boîte'),
  phone: typeset('Téléphone'),
  phoneHint: typeset('Au format +33…'),
  saveContact: (kind: string) => fr`Enregistrer : ${kind}`,
  sendCode: (kind: string) => fr`Envoyer un code : ${kind}`,
  code: typeset('Code reçu'),
  codeHint: typeset('Huit chiffres, dans le courriel envoyé à cette boîte.'),
  verify: (kind: string) => fr`Vérifier : ${kind}`,
  add: typeset('Ajouter un contact'),
  kind: 'Pour',
  addAct: 'Ajouter ce contact',

  listTitle: typeset('Opérateurs et éditeurs'),
  listLead: typeset('Tous les organismes de l’espace.'),
  listCaption: typeset('Organismes'),
  listColumns: { name: 'Nom', number: typeset('Numéro'), kinds: 'Natures', state: 'État', siren: 'SIREN' },
  listEmpty: typeset('Aucun organisme ne correspond.'),
  search: 'Nom',
  commitments: 'Engagements',
  commitmentsCaption: typeset('Engagements de cet organisme'),
  noCommitment: typeset('Aucun engagement.'),
  members: 'Membres',
  delegations: typeset('Délégations'),
  mails: 'Courriers',
} as const
