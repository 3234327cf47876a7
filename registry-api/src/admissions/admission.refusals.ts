import { refusals } from '../errors.ts'

export const admissionRefusals = refusals({
  'admission-not-found': {
    kind: 'not-found',
    en: 'No such admission.',
    fr: 'Cette demande d’admission n’existe pas.',
    next: 'List your admissions: /v1/admissions.',
  },
  'admission-wrong-state': {
    kind: 'conflict',
    en: 'An admission that is {state} cannot be {act}.',
    fr: 'Une demande d’admission dans l’état « {state} » ne peut pas passer par « {act} ».',
    next: 'Read it again: its state and whose turn it is stand there.',
  },
  'admission-incomplete': {
    kind: 'invalid',
    en: 'The admission is not complete yet.',
    fr: 'La demande n’est pas encore complète.',
    next: 'See `errors`: each names by a JSON pointer what is missing. The draft is kept.',
  },
  'admission-pieces-not-good': {
    kind: 'conflict',
    en: 'Not every piece has been read and found good.',
    fr: 'Toutes les pièces n’ont pas été lues et jugées conformes.',
    next: 'Give each piece its verdict, or ask the applicant for what is missing.',
  },
  'siren-already-admitted': {
    kind: 'conflict',
    en: 'An organisation with this SIREN is already admitted.',
    fr: 'Un organisme avec ce SIREN est déjà admis.',
    next: 'Refuse it, or let the organisation that exists invite this person.',
  },
  'admission-too-many': {
    kind: 'conflict',
    en: 'You have {atMost} admissions open already.',
    fr: 'Vous avez déjà {atMost} demandes d’admission en cours.',
    next: 'Go on with one of them, or abandon it.',
  },
  'piece-unknown': {
    kind: 'not-found',
    en: 'An admission holds no such piece.',
    fr: 'Une demande d’admission ne comporte pas cette pièce.',
    next: 'Take a kind from `pieces` of the admission.',
  },
  'piece-not-given': {
    kind: 'conflict',
    en: 'This piece has not been given: there is nothing to find good.',
    fr: 'Cette pièce n’a pas été fournie : rien à juger conforme.',
    next: 'Ask the applicant for it, or say that it does not apply.',
  },
  'piece-validity-wrong': {
    kind: 'invalid',
    en: 'A piece that is no longer valid is not good.',
    fr: 'Une pièce qui n’est plus valable n’est pas conforme.',
    next: 'Ask the applicant for a valid one.',
  },
  'claimer-cannot-accept': {
    kind: 'forbidden',
    en: 'Whoever reviewed an admission does not decide it.',
    fr: 'La personne qui instruit une demande ne la décide pas.',
    next: 'Let another decider approve it.',
  },
  'claimer-cannot-refuse': {
    kind: 'forbidden',
    en: 'Whoever reviewed an admission does not refuse it.',
    fr: 'La personne qui instruit une demande ne la refuse pas.',
    next: 'Let another decider refuse it.',
  },
})
