// What a list, an API or a file says is shown with everything made visible that could move the cursor, hide text
// or turn its direction: an approver must see what is there.
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** One line of text with control and direction characters written out. */
export function printable(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}

/** Where a command writes; tests hand in their own. */
export interface Terminal {
  /** To standard output, as lines; what is not our own text goes through `printable` first. */
  readonly print: (...lines: readonly string[]) => void
  /** To standard error. */
  readonly warn: (line: string) => void
  /** Asks on standard error and reads one line; undefined at the end of the input. */
  readonly ask: (question: string) => Promise<string | undefined>
}
