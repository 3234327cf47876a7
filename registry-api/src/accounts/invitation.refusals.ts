import { refusals } from '../errors.ts'

export const invitationRefusals = refusals({
  'invitation-unknown': {
    kind: 'not-found',
    en: 'No invitation has this code.',
    fr: 'Aucune invitation n’a ce code.',
    next: 'Copy the code of the mail whole; if it is lost, ask for another invitation.',
  },
  'invitation-used': {
    kind: 'gone',
    en: 'This invitation was accepted before; it serves once.',
    fr: 'Cette invitation a déjà été acceptée ; elle ne sert qu’une fois.',
    next: 'If it was not by you, tell who invited you at once.',
  },
  'invitation-expired': {
    kind: 'gone',
    en: 'This invitation has expired.',
    fr: 'Cette invitation a expiré.',
    next: 'Ask for another one.',
  },
  'already-member': {
    kind: 'conflict',
    en: 'You belong to this organisation already.',
    fr: 'Vous faites déjà partie de cette organisation.',
    next: 'Ask its administrator to change your roles.',
  },
  'organisation-closed': {
    kind: 'conflict',
    en: 'This organisation is closed.',
    fr: 'Cette organisation est fermée.',
    next: 'Nobody joins it any more.',
  },
  'bootstrap-complete': {
    kind: 'conflict',
    en: 'The agency has its first three people; others are invited by them.',
    fr: 'L’agence a ses trois premières personnes ; ce sont elles qui invitent les autres.',
    next: 'Ask an administrator of the agency for an invitation.',
  },
})
