import { groupsOfFour } from './typography.ts'

/** A SHA-256 in four rows of four groups: what one reads aloud over the telephone. */
export function fingerprintRows(fingerprint: string): readonly string[] {
  const groups = groupsOfFour(fingerprint)
  return [0, 4, 8, 12].map((start) => groups.slice(start, start + 4).join(' '))
}
