import { refusals } from '../errors.ts'

export const mailRefusals = refusals({
  'mail-not-found': {
    kind: 'not-found',
    en: 'No such mail.',
    fr: 'Ce message n’existe pas.',
    next: 'Look it up in /v1/mails by its reference.',
  },
  'mail-not-given-up': {
    kind: 'conflict',
    en: 'Nothing of this mail was given up: it has been sent, or it will be tried again by itself.',
    fr: 'Rien de ce message n’a été abandonné : il est parti, ou un nouvel essai est prévu.',
    next: 'Read when its next attempt is due.',
  },
  'mail-secret-gone': {
    kind: 'gone',
    en: 'The code in this mail has been erased: it would say nothing.',
    fr: 'Le code que portait ce message a été effacé : il ne dirait plus rien.',
    next: 'Have a new code sent: invite again, or send the code of the contact again.',
  },
})
