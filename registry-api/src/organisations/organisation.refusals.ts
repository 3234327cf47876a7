import { refusals } from '../errors.ts'

export const organisationRefusals = refusals({
  'organisation-not-found': {
    kind: 'not-found',
    en: 'No such organisation.',
    fr: 'Cette organisation n’existe pas.',
    next: 'List the organisations and take an id from there.',
  },
  'siren-registered': {
    kind: 'conflict',
    en: 'An organisation with this SIREN is registered.',
    fr: 'Une organisation qui a ce SIREN est enregistrée.',
    next: 'Read the organisations; one legal body is one organisation.',
  },
  'display-name-too-close': {
    kind: 'conflict',
    en: 'The name “{name}” is too close to one that exists.',
    fr: 'Le nom « {name} » est trop proche d’un nom existant.',
    next: 'Choose another displayed name. Letter case, accents and look-alike letters do not make another name.',
  },
})
