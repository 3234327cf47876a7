import { refusals } from '../errors.ts'

export const contactRefusals = refusals({
  'contact-not-found': {
    kind: 'not-found',
    en: 'No such contact.',
    fr: 'Ce contact n’existe pas.',
    next: 'List the contacts of the organisation.',
  },
  'contact-kind-taken': {
    kind: 'conflict',
    en: 'The organisation has a contact of this kind already.',
    fr: 'L’organisme a déjà un contact de ce type.',
    next: 'Change the one that exists.',
  },
  'contact-invalid': {
    kind: 'invalid',
    en: 'The contact lacks what its kind needs.',
    fr: 'Il manque à ce contact ce que son type demande.',
    next: 'See `errors`: support needs the mailbox of a role, the 24-hour contact a telephone.',
  },
  'contact-has-no-mailbox': {
    kind: 'conflict',
    en: 'A contact without a mailbox gets no code.',
    fr: 'Un contact sans adresse ne reçoit pas de code.',
    next: 'Give it a mailbox, or let the agency call the number.',
  },
  'contact-code-just-sent': {
    kind: 'conflict',
    en: 'A code was sent a moment ago; the next one may be asked for at {at}.',
    fr: 'Un code vient d’être envoyé ; le suivant peut être demandé à {at}.',
    next: 'Look into the mailbox, junk included, or wait.',
  },
  'contact-code-wrong': {
    kind: 'conflict',
    en: 'This is not the code that was sent, or it is no longer valid.',
    fr: 'Ce n’est pas le code envoyé, ou il n’est plus valable.',
    next: 'Type it again, or have another one sent: after five tries a code is void.',
  },
})
