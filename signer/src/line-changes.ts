import { formatDistinguishedName, parseDistinguishedName, type Entry } from '@trust-space/whitelist/format'

/** What a new list does to the lines of the last signed one. */
export interface LineChanges {
  /**
   * Nothing but lines struck out, or nothing at all: what remains stands in its order and to the letter. A line
   * that is added, edited, swapped, moved or repeated makes it false. DateDeGeneration is no part of a line.
   */
  readonly isOnlyRemoval: boolean
  /** Identities (db and DN) of the last signed lines that are not in the new list as they were. */
  readonly gone: readonly string[]
}

/** Compares two lists line by line; every field counts, as written. */
export function compareLines(last: readonly Entry[], next: readonly Entry[]): LineChanges {
  const lastLines = last.map(lineOf)
  const nextLines = next.map(lineOf)
  const stillThere = new Set(nextLines)
  const gone = last.filter((_, index) => !stillThere.has(lastLines[index] ?? '')).map(identityOf)
  return { isOnlyRemoval: isWhatRemains(nextLines, lastLines), gone: [...new Set(gone)] }
}

/** Whether `next` is `last` with lines struck out: each of its lines is found further down than the one before. */
function isWhatRemains(next: readonly string[], last: readonly string[]): boolean {
  let position = 0
  for (const line of next) {
    while (position < last.length && last[position] !== line) position += 1
    if (position === last.length) return false
    position += 1
  }
  return true
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
