import { refusals } from '../errors.ts'

export const operatorRefusals = refusals({
  'operator-not-found': {
    kind: 'not-found',
    en: 'No such operator.',
    fr: 'Cet opérateur n’existe pas.',
    next: 'List the operators and take an id from there.',
  },
  'operator-name-taken': {
    kind: 'conflict',
    en: 'An operator already bears the name “{name}”.',
    fr: 'Un opérateur porte déjà le nom « {name} ».',
    next: 'Use the operator that exists, or another name. Letter case does not make another name.',
  },
})
