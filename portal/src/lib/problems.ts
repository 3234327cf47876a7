import { typeset } from './typography.ts'

/** A refusal of the registry's API, as its generated document tells it (docs/errors.md). */
export interface Problem {
  readonly code: string
  readonly status: number
  readonly french: string
  readonly english: string
  /** What to do about it; the document has it in English only. */
  readonly next: string
}

export interface ProblemFamily {
  /** The noun, in English, as a heading of the document. */
  readonly noun: string
  readonly problems: readonly Problem[]
}

const ENTRY = /^### ([a-z0-9-]+)\n+(\d{3}) — ([^\n]+?)\\\n([^\n]+)\n+((?:(?!##)[^\n]+\n?)*)/gm

/** Reads the generated document; what does not have its form is left out. `{words}` become « … ». */
export function readProblems(document: string): readonly ProblemFamily[] {
  return document
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      noun: section.slice(0, section.indexOf('\n')).trim(),
      problems: [...section.matchAll(ENTRY)].map(
        ([, code = '', status, english = '', french = '', next = '']) => ({
          code,
          status: Number(status),
          english: withoutPlaces(english),
          french: typeset(withoutPlaces(french)),
          next: next.trim().replaceAll('\n', ' '),
        }),
      ),
    }))
    .filter(({ problems }) => problems.length > 0)
}

function withoutPlaces(sentence: string): string {
  return sentence.replace(/\{\w+\}/g, '…')
}
