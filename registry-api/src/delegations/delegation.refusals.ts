import { refusals } from '../errors.ts'

export const delegationRefusals = refusals({
  'delegation-not-found': {
    kind: 'not-found',
    en: 'No such delegation.',
    fr: 'Cette délégation n’existe pas.',
    next: 'List the delegations of your organisation and take an id from there.',
  },
  'delegation-wrong-state': {
    kind: 'conflict',
    en: 'A delegation that is {state} cannot take “{event}”.',
    fr: 'Une délégation dans l’état « {state} » ne peut pas passer par « {event} ».',
    next: 'Read its state again; declare a new one where it is over.',
  },
  'delegation-invalid': {
    kind: 'invalid',
    en: 'The delegation cannot be taken as it is.',
    fr: 'La délégation ne peut pas être reçue telle quelle.',
    next: 'Correct each field that is named.',
  },
  'delegation-drimbox-unknown': {
    kind: 'invalid',
    en: 'A DRIMbox of this delegation is not one of its operator.',
    fr: 'Une DRIMbox de cette délégation n’est pas de cet exploitant.',
    next: 'Name DRIMboxes of your own that are not withdrawn, or none for all of them.',
  },
  'delegation-motive-needed': {
    kind: 'invalid',
    en: 'A refusal says why.',
    fr: 'Un refus dit pourquoi.',
    next: 'Give `reason`.',
  },
})
