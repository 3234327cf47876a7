import { counted, formatBytes, fr, typeset } from '#lib/typography.ts'
import type { StateWords } from '#lib/desk/tones.ts'

export const admissionStates: Readonly<Record<string, StateWords>> = {
  draft: { text: 'brouillon', tone: 'neutral' },
  incomplete: { text: typeset('à compléter'), tone: 'attention' },
  submitted: { text: typeset('envoyée'), tone: 'waiting' },
  'under-review': { text: typeset('instruite'), tone: 'waiting' },
  accepted: { text: typeset('acceptée'), tone: 'good' },
  refused: { text: typeset('refusée'), tone: 'bad' },
  abandoned: { text: typeset('abandonnée'), tone: 'neutral' },
}

export const verdictStates: Readonly<Record<string, StateWords>> = {
  good: { text: 'conforme', tone: 'good' },
  'to-redo': { text: typeset('à refaire'), tone: 'bad' },
  'not-applicable': { text: 'sans objet', tone: 'neutral' },
  none: { text: typeset('pas encore lue'), tone: 'waiting' },
  missing: { text: typeset('à déposer'), tone: 'attention' },
  call: { text: typeset('l’agence vérifie'), tone: 'waiting' },
}

export const admissionWords = {
  title: typeset('Demandes d’admission'),
  lead: typeset(
    'Pour entrer dans l’espace de confiance. Un brouillon se garde et se reprend quand vous voulez.',
  ),
  one: (name: string) => fr`Demande d’admission : ${name}`,
  unnamed: 'sans nom',
  newTitle: typeset('Nouvelle demande d’admission'),
  newLead: typeset('Remplissez ce que vous savez. Rien n’est envoyé avant que vous le demandiez.'),
  begin: typeset('Commencer une demande'),
  caption: typeset('Vos demandes, la plus récente en tête'),
  columns: { name: 'Organisme', state: 'État', turn: typeset('À qui le tour ?'), since: 'Depuis' },
  empty: typeset('Aucune demande. Commencez par la première.'),
  turns: {
    applicant: 'vous',
    agency: typeset('l’agence'),
    decider: typeset('une seconde personne de l’agence'),
  },
  nobody: 'personne',
  save: 'Enregistrer le brouillon',
  create: typeset('Ouvrir la demande'),
  submit: typeset('Envoyer la demande'),
  submitTitle: 'Envoyer',
  submitText: typeset(
    'L’agence reçoit la demande et répond sous 45 jours. Le silence ne vaut pas accord. Tant qu’elle l’instruit, vous ne pouvez plus la changer.',
  ),
  stillMissing: (count: number) => fr`Il manque encore ${counted(count, 'élément')} :`,
  complete: typeset('Tout est là.'),
  abandon: typeset('Abandonner la demande'),
  abandonText: typeset('Elle se ferme pour de bon. Vous pourrez en ouvrir une autre.'),
  abandonReason: 'Raison',
  askedTitle: typeset('L’agence vous demande'),
  refusedTitle: typeset('Pourquoi elle est refusée'),
  acceptedText: (number: string) => fr`Vous êtes admis sous le numéro ${number}. Votre contrat vous attend.`,
  contract: 'Voir le contrat',
  facts: typeset('Ce que vous avez écrit'),
  warnings: typeset('À vérifier'),
  pieces: typeset('Pièces'),
  piecesText: typeset('PDF sans contenu actif, 10 Mo au plus. Une nouvelle pièce remplace la précédente.'),
  noPiece: typeset('Aucune pièce demandée pour le moment : choisissez d’abord vos natures.'),
  file: 'Fichier',
  give: (label: string) => fr`Déposer : ${label}`,
  document: (name: string, bytes: number) => fr`${name}, ${formatBytes(bytes)}`,
  sha256: typeset('Empreinte SHA-256 :'),
  validUntil: (day: string) => fr`valable jusqu’au ${day}`,
  stale: typeset('périmée'),
  steps: {
    fill: typeset('Remplir la demande'),
    review: typeset('Instruction'),
    decide: typeset('Décision'),
    end: typeset('Admission'),
    refused: 'Refus',
    abandoned: 'Abandon',
  },
} as const
