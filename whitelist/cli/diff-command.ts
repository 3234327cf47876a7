import { diffWhitelists, type EntryChange, type WhitelistDifference } from '../src/diff.ts'
import { BYTES_MAX } from '../src/format/format-v1.ts'
import { FormatError, readWhitelist, type WhitelistContent } from '../src/format/index.ts'
import { describeEntry } from './inspect-command.ts'
import { readSource } from './read-source.ts'
import { UsageError } from './usage-error.ts'

/** Compares two lists entry by entry; neither is verified. Throws UsageError where one is no list. */
export async function diff(a: string, b: string): Promise<WhitelistDifference> {
  return diffWhitelists(await readList(a), await readList(b))
}

async function readList(source: string): Promise<WhitelistContent> {
  try {
    return readWhitelist(await readSource(source, BYTES_MAX))
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${source} is no list: ${error.message}`)
    throw error
  }
}

export function isSame({ added, removed, changed }: WhitelistDifference): boolean {
  return added.length + removed.length + changed.length === 0
}

/** A difference in words. */
export function describeDifference(difference: WhitelistDifference): string[] {
  if (isSame(difference)) return ['the entries are the same']
  const { added, removed, changed } = difference
  return [
    `${added.length} added, ${removed.length} removed, ${changed.length} changed`,
    ...added.map((entry) => `  added  ${describeEntry(entry).trim()}`),
    ...removed.map((entry) => `  removed  ${describeEntry(entry).trim()}`),
    ...changed.flatMap(describeChange),
  ]
}

function describeChange({ before, after, fields }: EntryChange): string[] {
  return [
    `  changed  ${after.number}  ${after.wadoHost}`,
    ...fields.map(
      (field) => `    ${field}: ${before[field] || '(empty)'} becomes ${after[field] || '(empty)'}`,
    ),
  ]
}
