import { formatDistinguishedName, parseDistinguishedName, type Entry } from '@trust-space/whitelist/format'

/** What a new list does to the lines of the last signed one. */
export interface LineChanges {
  /**
   * `same`: equal lines in the same order. `removal`: some lines left, nothing else moved. `change`: anything
   * else, an added, edited, swapped or repeated line among it. DateDeGeneration is no part of a line.
   */
  readonly kind: 'same' | 'removal' | 'change'
  /** Identities (db and DN) of the last signed lines that are not in the new list as they were. */
  readonly gone: readonly string[]
}

/** Compares two lists line by line; every field counts, as written. */
export function compareLines(last: readonly Entry[], next: readonly Entry[]): LineChanges {
  const lastLines = last.map(lineOf)
  const nextLines = next.map(lineOf)
  const stillThere = new Set(nextLines)
  const gone = last.filter((_, index) => !stillThere.has(lastLines[index] ?? '')).map(identityOf)
  return { kind: kindOf(lastLines, nextLines), gone: [...new Set(gone)] }
}

function kindOf(last: readonly string[], next: readonly string[]): LineChanges['kind'] {
  // A removal is what remains when lines are struck out: each new line is found further down the last list.
  let position = 0
  for (const line of next) {
    while (position < last.length && last[position] !== line) position += 1
    if (position === last.length) return 'change'
    position += 1
  }
  return next.length === last.length ? 'same' : 'removal'
}

function lineOf(entry: Entry): string {
  return JSON.stringify([
    entry.number,
    entry.wadoHost,
    entry.viewerHost,
    entry.denomination,
    entry.certificateDn,
    entry.supportContact,
    entry.addedAt,
  ])
}

/** The DN is written anew, so that one box is one identity however its DN was spelt. */
function identityOf(entry: Entry): string {
  return `${entry.wadoHost} ${formatDistinguishedName(parseDistinguishedName(entry.certificateDn))}`
}
