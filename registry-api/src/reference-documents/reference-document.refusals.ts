import { refusals } from '../errors.ts'

export const referenceDocumentRefusals = refusals({
  'reference-document-not-found': {
    kind: 'not-found',
    en: 'No such reference document.',
    fr: 'Ce document de référence n’existe pas.',
    next: 'List them: /v1/reference-documents.',
  },
  'reference-document-exists': {
    kind: 'conflict',
    en: 'Version {label} of “{code}” exists already.',
    fr: 'La version {label} de « {code} » existe déjà.',
    next: 'Give another version label; one that was entered is never rewritten.',
  },
  'reference-document-wrong-state': {
    kind: 'conflict',
    en: 'A reference document that is {state} cannot become {to}.',
    fr: 'Un document de référence dans l’état « {state} » ne peut pas devenir « {to} ».',
    next: 'Enter a new version.',
  },
  'recommitment-too-early': {
    kind: 'invalid',
    en: 'The day to have signed by does not come after the day the text is in force.',
    fr: 'La date limite de signature doit suivre la mise en vigueur.',
    next: 'Give a later day, or none.',
  },
})
