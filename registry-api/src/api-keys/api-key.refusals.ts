import { refusals } from '../errors.ts'

export const apiKeyRefusals = refusals({
  'api-key-not-found': {
    kind: 'not-found',
    en: 'No such API key.',
    fr: 'Cette clé d’API n’existe pas.',
    next: 'List those of your organisation: GET /v1/api-keys?organisation=…',
  },
  'api-key-limit': {
    kind: 'conflict',
    en: 'Your organisation has {most} keys in use, the most there may be.',
    fr: 'Votre organisme a {most} clés en service, le maximum.',
    next: 'Revoke one that is no longer needed.',
  },
  'api-key-wrong-state': {
    kind: 'conflict',
    en: 'A key that is {state} cannot be {act}.',
    fr: 'Une clé dans l’état « {state} » ne permet pas « {act} ».',
    next: 'Read its state again: only a key that sleeps is adopted, and one that is revoked stays so.',
  },
})
