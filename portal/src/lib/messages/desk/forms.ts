import { counted, fr, typeset } from '#lib/typography.ts'

export const formWords = {
  optional: typeset('(facultatif)'),
  errors: (count: number) => fr`Il y a ${counted(count, 'erreur')}`,
  refused: typeset('Refusé.'),
  reference: (id: string) => fr`Référence à citer : ${id}`,
  meaning: typeset('Ce que ce refus veut dire'),
  draftBack: typeset(
    'Votre session avait pris fin. Ce que vous aviez écrit est revenu dans la page ; rien n’a encore été envoyé.',
  ),
  unreadable: typeset('Nous n’arrivons pas à lire la liste.'),
  retry: 'Réessayer',
  file: typeset('PDF, 10 Mo au plus.'),
  noFile: typeset('Choisissez un fichier.'),
  next: 'Suivants',
  first: typeset('Revenir au début'),
  pages: 'Pages de la liste',
  open: 'Ouvrir',
  nothing: '–',
} as const

/** What to do after a refusal, where its own sentence does not say it. */
export const nextSteps: Readonly<Record<string, string>> = {
  'version-stale': typeset(
    'Le dossier a changé depuis votre lecture. Relisez-le ci-dessous, puis recommencez.',
  ),
  'if-match-required': typeset('Rechargez la page, puis recommencez.'),
  'registry-unreachable': typeset('Réessayez dans un instant : votre saisie est encore là.'),
  'database-unavailable': typeset('Réessayez dans un instant : votre saisie est encore là.'),
  'right-missing': typeset('Demandez à une personne qui a ce rôle, ou à votre administrateur.'),
  'conflict-of-interest': typeset('Vous êtes membre de cet organisme : une autre personne doit agir.'),
  'same-person': typeset('Une autre personne doit agir.'),
  'step-up-mismatch': typeset('Recommencez l’acte depuis sa page.'),
  'authenticator-missing': typeset(
    'Ajoutez une clé dans « Mon compte », au plus tard quinze minutes après votre invitation.',
  ),
  'document-not-found': typeset('Déposez le fichier de nouveau.'),
}
