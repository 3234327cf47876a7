import { refusals } from '../errors.ts'

export const rightRefusals = refusals({
  'right-missing': {
    kind: 'forbidden',
    en: 'Your role does not allow this ({permission}).',
    fr: 'Votre rôle ne le permet pas ({permission}).',
    next: 'Ask an administrator of your organisation who may; the roles are in the documentation of rights.',
  },
  'conflict-of-interest': {
    kind: 'forbidden',
    en: 'You belong to this organisation: somebody else of the agency acts on it.',
    fr: 'Vous appartenez à cette organisation : une autre personne de l’agence agit sur elle.',
    next: 'Hand the file to a colleague who has no place in the organisation.',
  },
  'key-may-not-decide': {
    kind: 'forbidden',
    en: 'An API key never decides, signs or cuts.',
    fr: 'Une clé d’API ne décide, ne signe et ne coupe jamais.',
    next: 'Sign in as a person and use your security key.',
  },
  'key-scope-missing': {
    kind: 'forbidden',
    en: 'The key does not have the scope {scope}.',
    fr: 'La clé n’a pas la portée {scope}.',
    next: 'Make a key with that scope, or sign in as a person.',
  },
  'agency-not-ready': {
    kind: 'forbidden',
    en: 'Until the first three people of the agency have two security keys each, it only reads.',
    fr: 'Tant que ses trois premières personnes n’ont pas chacune deux clés de sécurité, l’agence ne fait que lire.',
    next: 'Enrol two security keys: /v1/me/authenticators.',
  },
  'operations-key-demo-only': {
    kind: 'forbidden',
    en: 'The operations key may do this in a demonstration only.',
    fr: 'La clé d’exploitation ne le permet que dans une démonstration.',
    next: 'Sign in as a person with the right role.',
  },
})
