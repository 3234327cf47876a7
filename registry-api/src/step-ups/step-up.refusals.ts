import { refusals } from '../errors.ts'

export const stepUpRefusals = refusals({
  'step-up-required': {
    kind: 'forbidden',
    en: 'This act needs your security key.',
    fr: 'Cet acte demande votre clé de sécurité.',
    next: 'POST /v1/step-ups for this very call, answer with the key, and repeat the call with X-Step-Up.',
  },
  'step-up-mismatch': {
    kind: 'forbidden',
    en: 'Your security key has vouched for something else.',
    fr: 'Votre clé de sécurité a confirmé autre chose.',
    next: 'Ask for a new step-up, for this very call: its method, path, If-Match and body.',
  },
  'step-up-used': {
    kind: 'forbidden',
    en: 'This step-up has been used.',
    fr: 'Cette confirmation a déjà servi.',
    next: 'Ask for a new step-up: each is good for one act.',
  },
  'step-up-expired': {
    kind: 'forbidden',
    en: 'This step-up is too old.',
    fr: 'Cette confirmation est trop ancienne.',
    next: 'Ask for a new step-up and use it within two minutes.',
  },
  'step-up-not-found': {
    kind: 'not-found',
    en: 'No such step-up.',
    fr: 'Cette confirmation n’existe pas.',
    next: 'Answer a step-up that you asked for in this session.',
  },
  'step-up-answered': {
    kind: 'conflict',
    en: 'This step-up has been answered.',
    fr: 'Cette confirmation a déjà été donnée.',
    next: 'Repeat the call with X-Step-Up; ask for a new step-up where it was used.',
  },
  'step-up-not-verified': {
    kind: 'forbidden',
    en: 'The answer of the security key does not hold: {fault}.',
    fr: 'La réponse de la clé de sécurité n’est pas valable : {fault}.',
    next: 'Use a key enrolled for you, with its PIN or fingerprint, on the portal itself; `fault` says what did not hold.',
  },
})
