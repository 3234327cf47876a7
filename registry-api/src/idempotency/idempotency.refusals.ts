import { refusals } from '../errors.ts'

export const idempotencyRefusals = refusals({
  'idempotency-key-reused': {
    kind: 'invalid',
    en: 'This Idempotency-Key was sent with another request.',
    fr: 'Cet Idempotency-Key a déjà servi pour une autre requête.',
    next: 'Send each creation under a key of its own; only the very same request may be sent again.',
  },
  'idempotency-in-progress': {
    kind: 'conflict',
    en: 'The same request is being worked on.',
    fr: 'La même requête est en cours de traitement.',
    next: 'Send it again in a moment: it is then answered as the first one was.',
  },
  'idempotency-answer-lost': {
    kind: 'conflict',
    en: 'The same request was carried out at {at}; its answer was not kept.',
    fr: 'La même requête a été exécutée le {at} ; sa réponse n’a pas été conservée.',
    next: 'It was done once: look for what it created. An answer that holds a secret is never kept.',
  },
})
