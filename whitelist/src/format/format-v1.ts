/**
 * versionFormat 1.0.0, frozen: names, order and grammars of what a list holds (Format 3 and 4).
 * Another version is another file beside this one.
 */
export const NAMESPACE = 'https://github.com/ansforge/DRIM-M_DATA'
/** Two lists of 2024 bear it; they are recognised in order to be refused with a code of their own. */
export const HISTORIC_NAMESPACE = 'https://listeblanche.mesimagesmedicales.fr/schema'
export const VERSION = '1.0.0'

export const ROOT = 'ListeBlancheDRIM-M'
export const GENERATED_AT = 'DateDeGeneration'
export const ENTRIES = 'ListeDomaines'
export const ENTRY = 'Domaine'
/** Children of an entry, in their only order. */
export const ENTRY_FIELDS = [
  'Identifiant',
  'db',
  'vi',
  'Denomination',
  'DNCertificatOperateur',
  'SupportContact',
  'DateMAJ',
] as const

export const ROOT_START = `<${ROOT} xmlns="${NAMESPACE}" versionFormat="${VERSION}">`
export const ROOT_END = `</${ROOT}>`
/** What precedes the root in a signed file, without a line end (Format 2.4). */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'

/** 100,000 entries of today's size are 55 MB: room for twice that, and an end to what a stranger can make us hold. */
export const BYTES_MAX = 128 * 1024 * 1024
export const ENTRIES_MAX = 200_000
/** Real names and mailboxes stay under 100 characters; a DN has been seen at 140. */
export const TEXT_LENGTH_MAX = 1024
export const NUMBER_MAX = 999_999_999

const NUMBER = /^(?:0|[1-9][0-9]{0,8})$/
const DATE_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/
const HOST = /^[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)+$/
const HOST_LENGTH_MAX = 253
const LABEL_LENGTH_MAX = 63
/** A shortcut: text without any of these needs no closer look. */
const EXTRAORDINARY = /[^ -~\u00a0-\ud7ff]/
const REFUSED_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/

/** Format 4.2: canonical decimal, no sign, no leading zero. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text)
}

/** Format 4.3: letters, digits, hyphens and dots, two labels at least, no final dot; compared without regard to case. */
export function isHost(text: string): boolean {
  if (text.length > HOST_LENGTH_MAX || !HOST.test(text)) return false
  return text.length <= LABEL_LENGTH_MAX || text.split('.').every((label) => label.length <= LABEL_LENGTH_MAX)
}

/** Format 4.4: xs:dateTime in UTC with `Z`, a date that exists, no leap second, no 24:00:00. */
export function isDateTime(text: string): boolean {
  if (!DATE_TIME.test(text)) return false
  const day = Number(text.slice(8, 10))
  return day <= 28 || day <= daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Format 4.5: any XML character but DEL and the C1 controls; tab and line ends may stand in it, as in any XML text. */
export function isFreeText(text: string): boolean {
  if (!isShort(text)) return false
  return !EXTRAORDINARY.test(text) || (!REFUSED_CHARACTER.test(text) && text.isWellFormed())
}

/** The limit of free texts alone. */
export function isShort(text: string): boolean {
  return text.length <= TEXT_LENGTH_MAX
}
