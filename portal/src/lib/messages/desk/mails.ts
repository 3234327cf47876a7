import { counted, fr, typeset } from '#lib/typography.ts'
import type { StateWords } from '#lib/desk/tones.ts'

/** Of a mail, or of one of its deliveries. */
export const mailStates: Readonly<Record<string, StateWords>> = {
  waiting: { text: 'en attente', tone: 'waiting' },
  sent: { text: typeset('envoyé'), tone: 'good' },
  refused: { text: typeset('refusé par le destinataire'), tone: 'bad' },
  failed: { text: typeset('abandonné'), tone: 'bad' },
  nobody: { text: 'sans destinataire', tone: 'attention' },
}

export const recipientWords: Readonly<Record<string, string>> = {
  organisation: typeset('l’organisme'),
  person: typeset('une personne'),
  role: typeset('un rôle de l’agence'),
  address: typeset('une adresse'),
}

export const mailWords = {
  title: 'Courriers',
  partyLead: typeset('Ce que l’espace de confiance vous a écrit. Le plus récent en tête.'),
  agencyLead: typeset('Ce qui a été écrit, et ce qui attend. Le plus récent en tête.'),
  caption: typeset('Courriers, le plus récent en tête'),
  columns: {
    subject: 'Objet',
    recipient: 'Pour',
    state: 'État',
    date: 'Date',
    reference: typeset('Référence'),
  },
  empty: typeset('Aucun courrier.'),
  emptyFiltered: typeset('Aucun courrier dans cet état.'),
  search: typeset('Objet, adresse ou référence'),
  text: 'Le texte',
  deliveries: 'Envois',
  deliveryCaption: typeset('Envois, un par adresse'),
  deliveryColumns: {
    address: 'Adresse',
    state: 'État',
    attempts: 'Essais',
    next: 'Prochain essai',
    error: 'Dernier refus',
  },
  noDelivery: typeset('Pas encore d’envoi : les destinataires ne sont pas encore cherchés.'),
  attempts: (count: number) => counted(count, 'essai'),
  retry: typeset('Relancer cet envoi'),
  of: (reference: string) => fr`Courrier ${reference}`,
  written: (when: string) => fr`Écrit ${when}.`,
  attached: typeset('Les codes n’y sont plus lisibles.'),
} as const
