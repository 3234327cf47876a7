import { fr, typeset } from '#lib/typography.ts'

export const invitationWords = {
  title: typeset('Entrer un code d’invitation'),
  lead: typeset('Le code est dans le courriel d’invitation. Il sert une fois, pendant sept jours.'),
  code: typeset('Code d’invitation'),
  look: typeset('Voir l’invitation'),
  found: typeset('Ce que ce code vous ouvre'),
  organisation: 'Organisme',
  roles: 'Rôles',
  until: typeset('Valable jusqu’à'),
  accept: (name: string) => fr`Rejoindre ${name}`,
  other: 'Entrer un autre code',
} as const
