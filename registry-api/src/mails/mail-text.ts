/** Longest text of a user in a mail (procedures.md, 9). */
export const SIGNS_MAX = 300
const UNITS_READ = 4_000
const ITEMS_MAX = 50

// What breaks a line is a blank; what cannot be seen, or turns the text round, is dropped; ⟦⟧ are ours (mail-slots).
const BLANKS = /[\t-\r\u0085\p{Zs}\p{Zl}\p{Zp}]+/gu
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}⟦⟧]/gu

/**
 * A text that came from outside, on one line and as it will be seen: a mail with it cannot forge a header, a paragraph,
 * a reading direction, or a link that a mail program would make clickable.
 */
export function harmless(text: string): string {
  const line = text
    .slice(0, UNITS_READ)
    .replace(BLANKS, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/:\/\//g, ' : // ')
    .replace(/\b(www|mailto|tel|javascript|data)([.:])(?=\S)/gi, '$1 $2 ')
    .replace(/ {2,}/g, ' ')
    .trim()
  const signs = [...line]
  return signs.length <= SIGNS_MAX
    ? line
    : `${signs
        .slice(0, SIGNS_MAX - 1)
        .join('')
        .trimEnd()}…`
}

/** Words of a user, so that nobody takes them for ours. */
export function quoted(text: string): string {
  const words = harmless(text.replace(/\s*«\s*/g, ' “').replace(/\s*»\s*/g, '” '))
  return words === '' ? '(sans texte)' : `« ${words} »`
}

/** One line an item, under the paragraph that announces them. */
export function bulleted(items: readonly string[]): string {
  const shown = items.slice(0, ITEMS_MAX).map((item) => `\n- ${harmless(item) || '(sans texte)'}`)
  const more = items.length - shown.length
  return [...shown, ...(more > 0 ? [`\n- et ${more} autres`] : [])].join('')
}

/** `25 novembre 2026`, in Paris. */
export function frenchDay(at: Date): string {
  return DAY.format(at).replace(/^1 /, '1er ')
}

/** `25 novembre 2026 à 9 h 05`, in Paris. */
export function frenchMoment(at: Date): string {
  const [hour = '', minute = ''] = TIME.format(at).split(':')
  return `${frenchDay(at)} à ${Number(hour)} h ${minute}`
}

const DAY = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long' })
const TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
