import { refusals } from '../errors.ts'

export const authenticatorRefusals = refusals({
  'authenticator-missing': {
    kind: 'conflict',
    en: 'No security key is enrolled for you.',
    fr: 'Aucune clé de sécurité n’est enregistrée pour vous.',
    next: 'Enrol one under « Clés de sécurité », within 15 minutes of accepting your invitation.',
  },
  'authenticator-not-found': {
    kind: 'not-found',
    en: 'No such security key.',
    fr: 'Cette clé de sécurité n’existe pas.',
    next: 'List your own: GET /v1/me/authenticators.',
  },
  'authenticator-last': {
    kind: 'conflict',
    en: 'This is your last security key: without one you could confirm nothing more.',
    fr: 'C’est votre dernière clé de sécurité : sans elle, vous ne pourriez plus rien confirmer.',
    next: 'Enrol another one first.',
  },
  'authenticator-known': {
    kind: 'conflict',
    en: 'This security key is enrolled already.',
    fr: 'Cette clé de sécurité est déjà enregistrée.',
    next: 'Use another key.',
  },
  'authenticator-window-closed': {
    kind: 'forbidden',
    en: 'A first security key is enrolled within 15 minutes of accepting an invitation.',
    fr: 'Une première clé de sécurité s’enregistre dans les 15 minutes qui suivent l’acceptation d’une invitation.',
    next: 'Ask an administrator of your organisation for a new invitation, and accept it with the key at hand.',
  },
  'authenticator-soft': {
    kind: 'forbidden',
    en: 'This is a security key in software, made for demonstrations.',
    fr: 'Ceci est une clé de sécurité logicielle, faite pour les démonstrations.',
    next: 'Use a security key that is a device.',
  },
  'authenticator-not-attested': {
    kind: 'forbidden',
    en: 'No maker known here vouches for this key; on-call officers need one that is vouched for.',
    fr: 'Aucun fabricant connu ici ne répond de cette clé ; l’astreinte a besoin d’une clé dont un fabricant répond.',
    next: 'Use a hardware key of a make that the agency has listed, and allow its make to be told.',
  },
  'enrolment-unknown': {
    kind: 'forbidden',
    en: 'This key was not asked for in this session, or too long ago.',
    fr: 'Cette clé n’a pas été demandée dans cette session, ou l’a été il y a trop longtemps.',
    next: 'Begin again: POST /v1/me/authenticators/options.',
  },
  'enrolment-not-verified': {
    kind: 'forbidden',
    en: 'The answer of the new security key does not hold: {fault}.',
    fr: 'La réponse de la nouvelle clé de sécurité n’est pas valable : {fault}.',
    next: 'Begin again on the portal itself, with the key’s PIN or fingerprint; `fault` says what did not hold.',
  },
})
