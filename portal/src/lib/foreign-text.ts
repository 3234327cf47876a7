// Text that others wrote: operator names, host names, dates of a list. Svelte escapes markup; what is left to
// fear are characters nobody sees (controls, direction overrides that reorder a whole line) and sheer length.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** Longest text shown in a cell; what is longer says how long it was. A host name has 253 characters at most. */
export const SHOWN_MAX = 300

/** The text with every unseen character spelt out, as in `[U+202E]`. */
export function spellUnseen(text: string): string {
  return text.replace(
    UNSEEN,
    (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
  )
}

/** Foreign text fit for the screen: unseen characters spelt out, at most {@link SHOWN_MAX} characters. */
export function showable(text: string): string {
  const characters = Array.from(text.length > 4 * SHOWN_MAX ? text.slice(0, 4 * SHOWN_MAX) : text)
  if (characters.length <= SHOWN_MAX) return spellUnseen(text)
  return `${spellUnseen(characters.slice(0, SHOWN_MAX).join(''))}… (${text.length} caractères)`
}
