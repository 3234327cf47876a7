import { fr, typeset } from '#lib/typography.ts'

export const signInWords = {
  title: 'Se connecter',
  lead: typeset(
    'Pour les opérateurs, les éditeurs et l’agence. Les pages publiques n’en demandent pas tant.',
  ),
  at: (host: string) => fr`Vous prouvez qui vous êtes chez ${host}, puis vous revenez ici.`,
  unknownProvider: typeset(
    'Vous prouvez qui vous êtes chez le fournisseur d’identité, puis vous revenez ici.',
  ),
  act: 'Se connecter',
  ended: typeset('Votre session a pris fin. Reconnectez-vous : ce que vous aviez écrit reviendra.'),
  left: typeset('Vous êtes déconnecté.'),
  failed: typeset('La connexion n’a pas abouti.'),
  failedText: typeset('Recommencez. Si cela se répète, écrivez-nous avec le code ci-dessous.'),
  notBegun: typeset('Cette connexion n’a pas commencé dans ce navigateur, ou il y a plus de dix minutes.'),
  code: (code: string) => fr`Code : ${code}`,
  newcomer: typeset(
    'Nouveau ? Connectez-vous, puis commencez par votre demande d’admission, ou entrez votre code d’invitation.',
  ),
} as const
