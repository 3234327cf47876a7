import { refusals } from '../errors.ts'

export const drimboxRefusals = refusals({
  'drimbox-not-found': {
    kind: 'not-found',
    en: 'No such DRIMbox.',
    fr: 'Cette DRIMbox n’existe pas.',
    next: 'Look it up by its number: /v1/drimboxes?number=…',
  },
  'drimbox-wrong-state': {
    kind: 'conflict',
    en: 'A DRIMbox that is {state} cannot be {act}.',
    fr: 'Une DRIMbox dans l’état « {state} » ne peut pas passer par « {act} ».',
    next: 'Read its state again; withdrawn is final.',
  },
  'number-taken': {
    kind: 'conflict',
    en: 'Number {number} belongs to a DRIMbox.',
    fr: 'Le numéro {number} est celui d’une DRIMbox.',
    next: 'Choose a number never used here.',
  },
  'number-burnt': {
    kind: 'gone',
    en: 'Number {number} belonged to a DRIMbox that was withdrawn; it is never given again.',
    fr: 'Le numéro {number} était celui d’une DRIMbox retirée ; il ne sera jamais réattribué.',
    next: 'Choose a number never used here: exam reports keep the old one for years.',
  },
  'host-name-taken': {
    kind: 'conflict',
    en: 'The host name {host} was already given to a DRIMbox; it serves that one for ever.',
    fr: 'Le nom {host} a déjà été attribué à une DRIMbox ; il lui reste pour toujours.',
    next: 'Choose a host name never used here, even by a DRIMbox since withdrawn.',
  },
  'host-outside-zone': {
    kind: 'invalid',
    en: 'The host name {host} is not under {zone}.',
    fr: 'Le nom {host} n’est pas sous {zone}.',
    next: 'Give a name under the zone of this trust space.',
  },
  'access-points-alike': {
    kind: 'invalid',
    en: 'The two access points have the same host name.',
    fr: 'Les deux points d’accès ont le même nom.',
    next: 'Give the viewer a name of its own, or none.',
  },
})
