// A list is written by strangers until it is verified, and then still by operators: controls could move the cursor and
// hide a line, bidi and invisible characters could show one host as another. Cc, Cf, separators of lines, lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** Text of the input for a terminal: what would act instead of being seen is shown as `\u{…}`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
}

/** JSON for a terminal: the same characters as JSON escapes, so that the value stays the same. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(UNSAFE, (character) =>
    // Line ends and indentation are JSON.stringify's own: those of a value are escaped already.
    character === '\n'
      ? character
      : [...Array(character.length).keys()].map((at) => escapeUnit(character, at)).join(''),
  )
}

function escapeUnit(character: string, at: number): string {
  return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
}
