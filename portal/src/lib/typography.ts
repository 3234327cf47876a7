/** U+202F: before ; ! ? and %, and between thousands. */
export const NARROW_SPACE = '\u202f'
/** U+00A0: before a colon, inside « », between a number and its unit. */
export const NO_BREAK_SPACE = '\u00a0'

/**
 * Sets French text as a printer would: curly apostrophes and the spaces that must not break.
 *
 * Only for our own words. Data (hosts, names, digests, commands) must never pass here: a typeset command
 * no longer runs. Messages are therefore written with {@link fr}, which leaves what it inserts untouched.
 */
export function typeset(text: string): string {
  return text
    .replaceAll("'", '’')
    .replace(/ ([;!?%])/g, `${NARROW_SPACE}$1`)
    .replace(/ ([:»])/g, `${NO_BREAK_SPACE}$1`)
    .replaceAll('« ', `«${NO_BREAK_SPACE}`)
    .replaceAll('n° ', `n°${NO_BREAK_SPACE}`)
    .replace(/(\d) h (\d)/g, `$1${NO_BREAK_SPACE}h${NO_BREAK_SPACE}$2`)
    .replace(/(\d) (h|min|s|jours?|octets?|ko|Mo|Go)(?!\p{L})/gu, `$1${NO_BREAK_SPACE}$2`)
}

/**
 * A French message: the words are typeset, the inserted values are not.
 *
 * @example fr`La liste n° ${12} est à jour !`
 */
export function fr(words: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return words.map((part, index) => typeset(part) + String(values[index] ?? '')).join('')
}

/** An integer with a narrow space between thousands: 1 284. */
export function formatInteger(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE)
}

/** `count` and its noun, singular from 0 to 1 as French has it: « 0 entrée », « 2 entrées ». */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatInteger(count)}${NO_BREAK_SPACE}${Math.abs(count) < 2 ? singular : plural}`
}

/** A size in bytes, in decimal units (ko, Mo, Go), one decimal below ten. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'octet')
  const power = bytes < 999_500 ? 1 : bytes < 999_500_000 ? 2 : 3
  const value = bytes / 1000 ** power
  const digits =
    value < 9.95 ? value.toFixed(1).replace('.0', '').replace('.', ',') : formatInteger(Math.round(value))
  return `${digits}${NO_BREAK_SPACE}${['', 'ko', 'Mo', 'Go'][power]}`
}

/** A fingerprint in groups of four, so that two people can compare it aloud. */
export function groupsOfFour(hexadecimal: string): readonly string[] {
  return hexadecimal.match(/.{1,4}/gu) ?? []
}
