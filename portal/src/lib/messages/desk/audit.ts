import { fr, typeset } from '#lib/typography.ts'
import { formatInteger } from '#lib/typography.ts'

export const auditWords = {
  title: 'Journal',
  lead: typeset('Chaque changement, écrit avec lui. Les personnes y sont des pseudonymes.'),
  headTitle: typeset('Tête de la chaîne'),
  head: (seq: number) => fr`Événement n° ${formatInteger(seq)}`,
  headText: typeset('Gardez-la ailleurs : elle prouve que rien n’a été changé avant.'),
  copyHead: typeset('Copier la tête'),
  caption: typeset('Événements, le plus récent en tête'),
  columns: {
    seq: 'N°',
    at: 'Quand',
    event: typeset('Événement'),
    subject: 'Dossier',
    actor: 'Par',
    change: 'Changement',
  },
  noun: typeset('Nature'),
  event: typeset('Événement'),
  subject: typeset('Identifiant du dossier'),
  actor: typeset('Pseudonyme'),
  from: typeset('Du'),
  until: 'Au',
  search: 'Chercher',
  empty: typeset('Aucun événement ne correspond.'),
  forbidden: typeset('Le journal est lu par les décideurs (AD) et les administrateurs (AA).'),
  actors: {
    person: 'personne',
    key: typeset('clé d’API'),
    operations: typeset('clé d’exploitation'),
    system: 'programme',
  },
  details: typeset('Détail'),
} as const
