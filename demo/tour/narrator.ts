import { setTimeout as wait } from 'node:timers/promises'
import { typeset } from '../french.ts'

const WIDTH = 88
// A calm reader takes in some 17 characters a second.
const MS_PER_CHARACTER = 58

export interface Narrator {
  /** A heading. */
  chapter(title: string): void
  /** A paragraph, and time to read it. */
  tell(text: string): Promise<void>
  /** What was seen just now, as a line of its own. */
  show(line: string): void
}

/** Speaks to the terminal. `isFast` leaves out the time to read; the signal cuts it short. */
export function narrator(write: (text: string) => void, isFast: boolean, signal: AbortSignal): Narrator {
  return {
    chapter: (title) =>
      write(`\n── ${typeset(title)} ${'─'.repeat(Math.max(2, WIDTH - title.length - 4))}\n\n`),
    async tell(text) {
      write(`${wrap(typeset(text))}\n`)
      if (!isFast) await wait(text.length * MS_PER_CHARACTER, undefined, { signal })
    },
    show: (line) => write(`    ${typeset(line)}\n`),
  }
}

function wrap(text: string): string {
  const lines: string[] = []
  let line = ''
  // At plain blanks only.
  for (const word of text.split(/[ \n]+/)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}
