import { fr, typeset } from '#lib/typography.ts'

export const stepUpWords = {
  lead: (title: string) =>
    fr`Cet acte demande votre clé. Rien n’est encore fait. Touchez-la pour : ${lowerFirst(title)}.`,
  until: (time: string) => fr`La demande tient jusqu’à ${time}.`,
  cancel: 'Annuler',
  touch: 'Toucher ma clé',
  waiting: 'La clé est attendue…',
  failed: typeset('La clé n’a pas répondu. Recommencez, ou utilisez votre seconde clé.'),
  unsupported: typeset('Ce navigateur ne sait pas parler à une clé. Utilisez-en un autre.'),
  noScript: typeset(
    'La clé demande un script, et il ne tourne pas ici. Autorisez-le, ou faites cet acte avec drim-registry, ou demandez à un collègue.',
  ),
  demoLabel: 'Démonstration',
  demo: typeset('Une clé logicielle répond à votre place. Elle n’existe que dans la démonstration.'),
  useSoftKey: 'Utiliser la clé logicielle de démonstration',
  again: typeset('La demande précédente n’a pas abouti.'),
} as const

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
