import { fr, typeset } from '#lib/typography.ts'
import type { StateWords } from '#lib/desk/tones.ts'

export const delegationStates: Readonly<Record<string, StateWords>> = {
  declared: { text: typeset('déclarée, en contrôle'), tone: 'waiting' },
  active: { text: 'en vigueur', tone: 'good' },
  refused: { text: typeset('refusée'), tone: 'bad' },
  expired: { text: typeset('échue'), tone: 'attention' },
  revoked: { text: typeset('révoquée'), tone: 'neutral' },
}

export const delegationWarnings: Readonly<Record<string, string>> = {
  overlap: typeset('Une autre délégation couvre déjà cette structure sur cette période.'),
  'finess-key': typeset('Le FINESS a une clé inhabituelle : vérifiez-le.'),
}

export const delegationWords = {
  title: typeset('Délégations'),
  lead: typeset('Ce que des structures vous confient. Jamais publiées ; chaque lecture laisse une trace.'),
  caption: typeset('Vos délégations'),
  columns: { facility: 'Structure', state: 'État', from: 'Du', until: 'Au' },
  empty: typeset('Aucune délégation.'),
  emptyFiltered: typeset('Aucune délégation dans cet état.'),
  add: typeset('Déclarer une délégation'),
  newTitle: typeset('Déclarer une délégation'),
  newLead: typeset('La structure n’est jamais publiée. Donnez son FINESS ou son SIRET.'),
  name: typeset('Nom de la structure'),
  finess: 'FINESS',
  siret: 'SIRET',
  from: typeset('Du'),
  until: 'Au',
  untilHint: typeset('Dernier jour compris. Trois ans au plus.'),
  file: typeset('Délégation signée'),
  declare: typeset('Déclarer la délégation'),
  of: (name: string) => fr`Délégation de ${name}`,
  facts: typeset('La délégation'),
  operator: typeset('Opérateur'),
  boxes: 'DRIMbox',
  allBoxes: typeset('toutes celles de l’opérateur'),
  someBoxes: (count: number) => fr`${count} nommées`,
  sha256: typeset('Empreinte SHA-256'),
  document: 'Ouvrir le fichier',
  reason: 'Motif',
  warnings: typeset('À vérifier'),
  checkTitle: typeset('Contrôler'),
  checkText: typeset('Ouvrez le fichier : la structure, les dates et la signature doivent concorder.'),
  verdict: 'Verdict',
  verdicts: [
    ['accept', typeset('conforme : elle entre en vigueur')],
    ['refuse', typeset('refusée : l’organisme lit le motif')],
  ],
  checkReason: 'Motif',
  check: typeset('Noter le contrôle'),
  revokeTitle: typeset('Révoquer'),
  revokeText: typeset('Elle cesse tout de suite. Aucune ligne ne sort de la liste pour cela.'),
  revoke: typeset('Révoquer la délégation'),
  onlyAdministrator: typeset('Un administrateur (OA) peut la révoquer.'),
} as const
