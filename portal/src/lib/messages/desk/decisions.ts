import { counted, fr, typeset } from '#lib/typography.ts'
import type { StateWords } from '#lib/desk/tones.ts'

export const decisionStates: Readonly<Record<string, StateWords>> = {
  observations: { text: typeset('observations attendues'), tone: 'waiting' },
  proposed: { text: typeset('proposée'), tone: 'waiting' },
  approved: { text: typeset('accordée'), tone: 'good' },
  refused: { text: typeset('refusée'), tone: 'bad' },
  withdrawn: { text: typeset('retirée'), tone: 'neutral' },
  expired: { text: typeset('expirée'), tone: 'neutral' },
  void: { text: typeset('sans effet : le dossier a changé'), tone: 'attention' },
  'to-confirm': { text: typeset('à confirmer'), tone: 'attention' },
  confirmed: { text: typeset('confirmée'), tone: 'good' },
}

export const verdictWords = {
  propose: 'Proposé',
  approve: 'Accordé',
  refuse: 'Refusé',
  withdraw: 'Retiré',
  confirm: 'Confirmé',
} as const

export const classWords: Readonly<Record<string, string>> = {
  grant: typeset('accord, deux personnes'),
  adverse: typeset('mesure défavorable, deux personnes'),
  mass: typeset('retrait en nombre, deux personnes'),
  widen: typeset('élargissement, deux personnes et 24 h'),
  identity: typeset('rôles et identités, deux administrateurs'),
  safety: typeset('sécurité : une personne, confirmée par une autre'),
}

export const decisionWords = {
  title: 'Décisions',
  lead: typeset('Ce que deux personnes décident ensemble. La plus récente en tête.'),
  one: (label: string) => fr`Décision : ${label}`,
  caption: typeset('Décisions, la plus récente en tête'),
  columns: { what: 'Objet', organisation: 'Organisme', state: 'État', since: typeset('Proposée') },
  empty: typeset('Aucune décision.'),
  effectTitle: typeset('Ce que cela change'),
  effect: (added: number, removed: number) =>
    fr`${counted(added, 'ligne entre', 'lignes entrent')}, ${counted(removed, 'ligne sort', 'lignes sortent')} de la liste blanche à la prochaine publication.`,
  noEffect: typeset('La liste blanche ne change pas.'),
  proposedBy: 'Proposée par',
  reason: 'Motif',
  clause: 'Règle',
  class: 'Classe',
  about: 'Porte sur',
  subject: 'Voir le dossier',
  observationsUntil: typeset('Observations jusqu’au'),
  expires: 'Expire',
  confirmBy: typeset('À confirmer avant'),
  shownTitle: typeset('Ce que la première personne a vu'),
  shownText: typeset('Vous décidez de ces lignes-là. Si le dossier change, la proposition tombe.'),
  digest: 'Empreinte SHA-256',
  actsTitle: typeset('Qui a fait quoi'),
  yours: typeset('Vous l’avez proposée : une autre personne décide.'),
  notForYou: typeset('Votre rôle ne décide pas ici : un décideur (AD) répond.'),
  approve: (label: string) => fr`Accorder ${label}`,
  refuse: (label: string) => fr`Refuser ${label}`,
  confirm: (label: string) => fr`Confirmer ${label}`,
  withdraw: typeset('Retirer ma proposition'),
  motive: 'Motif du refus',
  motiveHint: typeset('L’organisme le lira. Les faits, la règle, la suite possible.'),
  note: 'Note',
  noteHint: typeset('Pour l’agence.'),
  answerTitle: typeset('Votre réponse'),
  over: typeset('Cette décision n’attend plus personne.'),
} as const
