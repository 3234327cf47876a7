import { refusals } from '../errors.ts'

export const commitmentRefusals = refusals({
  'commitment-not-found': {
    kind: 'not-found',
    en: 'No such commitment.',
    fr: 'Cet engagement n’existe pas.',
    next: 'List the commitments of your organisation and take an id from there.',
  },
  'commitment-wrong-state': {
    kind: 'conflict',
    en: 'A commitment that is {state} cannot take “{event}”.',
    fr: 'Un engagement dans l’état « {state} » ne peut pas passer par « {event} ».',
    next: 'Read its state again; ended is final.',
  },
  'commitment-not-active': {
    kind: 'conflict',
    en: 'This organisation has no active commitment: nothing new enters.',
    fr: 'Cet organisme n’a pas d’engagement actif : rien de neuf n’entre.',
    next: 'Sign one, or have the one in force restored; in notice and after, what is listed stays as it is.',
  },
  'commitment-already-open': {
    kind: 'conflict',
    en: 'Another commitment of this organisation is on its way already.',
    fr: 'Un autre engagement de cet organisme est déjà en cours.',
    next: 'Go on with the one that is open; a new text needs one commitment only.',
  },
  'commitment-is-out': {
    kind: 'conflict',
    en: 'The commitment in force is off the list; a new text cannot bring it back.',
    fr: 'L’engagement en vigueur est hors liste ; un nouveau texte ne l’y remet pas.',
    next: 'Two persons of the agency restore it first.',
  },
  'commitment-kind-not-here': {
    kind: 'conflict',
    en: 'This organisation cannot enter that kind of commitment in this trust space.',
    fr: 'Cet organisme ne peut pas prendre cette sorte d’engagement dans cet espace de confiance.',
    next: 'A test agreement is for TEST, an integration contract for PRODUCTION.',
  },
  'commitment-incomplete': {
    kind: 'invalid',
    en: 'The commitment is not complete.',
    fr: 'L’engagement n’est pas complet.',
    next: 'Fill in each field that is named, and submit again.',
  },
  'power-unproven': {
    kind: 'invalid',
    en: 'The power of a signatory is not proven, or its proof is out of date.',
    fr: 'Pouvoir non prouvé ou périmé.',
    next: 'Attach the act that gives the signatory power to bind the organisation.',
  },
  'text-not-in-force': {
    kind: 'conflict',
    en: 'That version of the text is not the one to sign today.',
    fr: 'Cette version du texte n’est pas celle à signer aujourd’hui.',
    next: 'Take the official version: /v1/reference-documents.',
  },
  'text-not-read': {
    kind: 'invalid',
    en: 'The version said to be read is not the version of this commitment.',
    fr: 'La version déclarée lue n’est pas celle de cet engagement.',
    next: 'Read version {version} and say so.',
  },
  'document-changed': {
    kind: 'conflict',
    en: 'The signed file is not the one that was read.',
    fr: 'Le fichier signé n’est pas celui qui a été lu.',
    next: 'Open the file again, read it, and give the digest of what you read.',
  },
  'dates-disagree': {
    kind: 'invalid',
    en: 'The end does not come after the beginning.',
    fr: 'La fin suit le début.',
    next: 'Give an end later than the day of effect, or none.',
  },
  'notice-too-short': {
    kind: 'invalid',
    en: 'A notice lasts {days} days at least: the end cannot come before {earliest}.',
    fr: 'Un préavis dure au moins {days} jours : la fin ne peut précéder le {earliest}.',
    next: 'Give a later end.',
  },
  'control-unproven': {
    kind: 'conflict',
    en: 'Out for more than {days} days: {count} access points have not proven control since.',
    fr: 'Hors liste depuis plus de {days} jours : {count} points d’accès n’ont pas reprouvé leur contrôle.',
    next: 'Prove control of each address first; then restore.',
  },
  'motive-needed': {
    kind: 'invalid',
    en: 'The agency gives its facts and the clause they rest on.',
    fr: 'L’agence donne ses faits et la clause sur laquelle ils reposent.',
    next: 'Give `reason` and `clause`.',
  },
})
