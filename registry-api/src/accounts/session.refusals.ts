import { refusals } from '../errors.ts'

export const sessionRefusals = refusals({
  'session-not-found': {
    kind: 'not-found',
    en: 'You have no such session.',
    fr: 'Vous n’avez pas cette session.',
    next: 'List yours: /v1/sessions',
  },
})
