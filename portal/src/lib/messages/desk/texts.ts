import { fr, typeset } from '#lib/typography.ts'
import type { StateWords } from '#lib/desk/tones.ts'
import { commitmentKinds } from './commitment.ts'

export const textStates: Readonly<Record<string, StateWords>> = {
  draft: { text: 'brouillon', tone: 'neutral' },
  indicative: { text: 'indicatif', tone: 'waiting' },
  official: { text: 'officiel', tone: 'good' },
  replaced: { text: typeset('remplacé'), tone: 'neutral' },
}

export const textWords = {
  title: 'Textes',
  lead: typeset('Les textes auxquels les organismes s’engagent, version par version.'),
  caption: 'Textes et versions',
  columns: {
    title: 'Titre',
    label: 'Version',
    state: 'État',
    inForceOn: 'En vigueur le',
    recommitBy: typeset('Réengagement avant le'),
    act: 'Acte',
  },
  empty: typeset('Aucun texte.'),
  publish: (label: string) => fr`Proposer la version ${label}`,
  publishEffect: typeset(
    'La version officielle remplace la précédente ; les organismes liés par l’ancienne se réengagent.',
  ),
  as: 'Comme',
  asOptions: [
    ['official', 'officielle'],
    ['indicative', 'indicative'],
  ],
  add: typeset('Entrer une version'),
  code: 'Texte',
  codeOptions: Object.entries(commitmentKinds).filter(([kind]) => kind !== 'import'),
  label: 'Version',
  labelHint: typeset('Par exemple : 1.2'),
  name: 'Titre',
  inForceOn: 'En vigueur le',
  sha256: typeset('Empreinte SHA-256 du fichier'),
  sha256Hint: typeset('Soixante-quatre caractères, de 0 à f.'),
  recommitBy: typeset('Réengagement avant le'),
  recommitHint: typeset('Jour avant lequel les organismes signent cette version.'),
  save: typeset('Enregistrer le brouillon'),
} as const
