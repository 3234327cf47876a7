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
  'siret-of-another': {
    kind: 'invalid',
    en: 'The head office belongs to another SIREN.',
    fr: 'Le siège appartient à un autre SIREN.',
    next: 'Check the SIRET; a new SIREN is a new organisation, which asks for its own admission.',
  },
  'names-change-alone': {
    kind: 'invalid',
    en: 'A name is decided by two persons: send it apart from other fields.',
    fr: 'Un nom se décide à deux : envoyez-le à part des autres champs.',
    next: 'Send two requests: one with the names, one with the rest.',
  },
  'display-name-too-close': {
    kind: 'conflict',
    en: 'The name “{name}” is too close to one that exists.',
    fr: 'Le nom « {name} » est trop proche d’un nom existant.',
    next: 'Choose another displayed name. Letter case, accents and look-alike letters do not make another name.',
  },
})
