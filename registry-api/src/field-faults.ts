import type { FieldFault } from './errors.ts'

/**
 * What can be wrong with one field, whichever noun it belongs to: the code is contract, the sentence is read beside
 * the field. `{name}` stands for a detail. The sentences of procedures.md 8 stand as they are.
 */
export const fieldFaultTexts = {
  required: { en: 'This field is needed.', fr: 'Champ obligatoire.' },
  'wrong-type': {
    en: 'A value of type {expected} is expected.',
    fr: 'Valeur de type {expected} attendue.',
  },
  'too-short': { en: 'At least {minimum} characters.', fr: 'Au moins {minimum} caractères.' },
  'too-long': { en: 'At most {maximum} characters.', fr: 'Au plus {maximum} caractères.' },
  'too-few': { en: 'At least {minimum} needed.', fr: 'Il en faut au moins {minimum}.' },
  'too-many': { en: 'At most {maximum} allowed.', fr: 'Pas plus de {maximum}.' },
  repeated: { en: 'The same one stands here twice.', fr: 'La même valeur figure deux fois.' },
  'too-small': { en: 'At least {minimum}.', fr: 'Pas moins de {minimum}.' },
  'too-large': { en: 'At most {maximum}.', fr: 'Pas plus de {maximum}.' },
  'not-an-option': { en: 'One of: {options}.', fr: 'Valeur attendue parmi : {options}.' },
  'wrong-format': { en: 'Not of the form expected.', fr: 'Format inattendu.' },
  'unknown-member': { en: 'No such field here.', fr: 'Ce champ n’existe pas ici.' },
  'invisible-character': {
    en: 'Holds an invisible character: control, bidirectional mark or zero-width.',
    fr: 'Contient un caractère invisible (commande, sens d’écriture, largeur nulle).',
  },
  'stacked-marks': {
    en: 'Has too many accents on one letter.',
    fr: 'Trop de signes diacritiques sur une même lettre.',
  },
  'not-normalised': {
    en: 'Not in Unicode form NFC.',
    fr: 'Texte non normalisé : la forme Unicode NFC est attendue.',
  },
  'blanks-around': { en: 'Has blanks around it.', fr: 'Retirez les espaces au début et à la fin.' },
  'host-name': { en: 'Not a lower-case host name.', fr: 'Nom d’hôte en minuscules attendu.' },
  kinds: { en: 'Choose at least one kind.', fr: 'Choisissez au moins une nature.' },
  'legal-name-length': { en: 'From 2 to 120 characters.', fr: 'De 2 à 120 caractères.' },
  'display-name-length': { en: 'From 2 to 60 characters.', fr: 'De 2 à 60 caractères.' },
  'display-name-too-close': {
    en: 'Too close to a name that exists.',
    fr: 'Trop proche d’un nom existant.',
  },
  'display-name-script': {
    en: 'Only Latin, Greek or Cyrillic letters.',
    fr: 'Lettres latines, grecques ou cyrilliques seulement.',
  },
  'display-name-empty': {
    en: 'Needs two letters or digits.',
    fr: 'Il faut au moins deux lettres ou chiffres.',
  },
  siren: { en: 'Wrong number: check its digits.', fr: 'Numéro faux : vérifiez les chiffres.' },
  siret: { en: 'Wrong number: check its digits.', fr: 'Numéro faux : vérifiez les chiffres.' },
  'siret-of-another': {
    en: 'This SIRET is not one of that SIREN.',
    fr: 'Ce SIRET n’est pas de ce SIREN.',
  },
  finess: { en: 'Identifier badly formed.', fr: 'Identifiant mal formé.' },
  'finess-key': {
    en: 'The key of this FINESS is unusual: check it.',
    fr: 'Clé FINESS inhabituelle : vérifiez le numéro.',
  },
  'structure-identifier': {
    en: 'Type 0 to 4 and identifier expected.',
    fr: 'Type de 0 à 4 puis identifiant attendus.',
  },
  mailbox: { en: 'Not a mail address.', fr: 'Adresse de messagerie mal formée.' },
  'mailbox-personal': { en: 'No personal address.', fr: 'Pas d’adresse nominative.' },
  phone: { en: 'Form +33…', fr: 'Format +33…' },
  date: { en: 'Not a date: YYYY-MM-DD.', fr: 'Date attendue : AAAA-MM-JJ.' },
  'date-past': { en: 'This date is past.', fr: 'Cette date est passée.' },
  'end-before-start': { en: 'The end follows the start.', fr: 'La fin suit le début.' },
  'piece-missing': { en: 'Piece missing: {piece}.', fr: 'Pièce manquante : {piece}.' },
  'piece-refused': { en: 'Piece to be redone: {piece}.', fr: 'Pièce à refaire : {piece}.' },
  'piece-unread': { en: 'Piece without verdict: {piece}.', fr: 'Pièce sans verdict : {piece}.' },
} as const satisfies Record<string, { readonly en: string; readonly fr: string }>

export type FieldFaultCode = keyof typeof fieldFaultTexts
type Details = Readonly<Record<string, string | number>>

/** A fault of the field at `pointer`, in both languages; `frenchDetails` where a detail itself has a language. */
export function fieldFault(
  pointer: string,
  code: FieldFaultCode,
  details: Details = {},
  frenchDetails: Details = details,
): FieldFault {
  const text = fieldFaultTexts[code]
  return { pointer, code, detail: fill(text.en, details), detailFr: fill(text.fr, frenchDetails) }
}

function fill(text: string, details: Details): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole))
}
