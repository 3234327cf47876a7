import { fr, typeset } from '#lib/typography.ts'

export const turnWords = {
  title: typeset('À qui le tour ?'),
  states: { done: 'fait', now: 'en cours', 'to-come': typeset('à venir'), stopped: typeset('arrêté') },
  you: 'Vous',
  agency: typeset('L’agence'),
  party: typeset('L’organisme'),
  second: typeset('Une seconde personne de l’agence'),
  nobody: 'Personne',
  since: (span: string) => fr`depuis ${span}`,
  before: (date: string) => fr`avant le ${date}`,
} as const
