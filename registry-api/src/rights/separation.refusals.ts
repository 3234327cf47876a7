import { refusals } from '../errors.ts'

export const separationRefusals = refusals({
  'roles-do-not-fit': {
    kind: 'conflict',
    en: 'An administrator of the agency is never decider, publisher or officer on call.',
    fr: 'L’administrateur de l’agence n’est jamais décideur, publieur ni d’astreinte.',
    next: 'Give these roles to two persons.',
  },
  'own-roles': {
    kind: 'forbidden',
    en: 'Nobody changes their own roles.',
    fr: 'Personne ne change ses propres rôles.',
    next: 'Ask another administrator.',
  },
})
