import {
  diffWhitelists,
  EMPTY_DIGEST,
  FormatError,
  readWhitelist,
  sha256Hex,
  writeUnsignedWhitelist,
  type Entry,
  type WhitelistContent,
  type WhitelistDifference,
} from '@trust-space/whitelist'
import { CommandFailure } from '../errors.ts'
import type { Publication } from '../publication.ts'
import { printable } from '../terminal.ts'
import type { HeldList } from './held-list.ts'

/** What a draft would do to the list that its approver holds, found by the approver and nobody else. */
export interface Review {
  readonly difference: WhitelistDifference
  /** Lines that stay are in another order. */
  readonly isReordered: boolean
  readonly before: number
  readonly after: number
}

/**
 * Reads the draft's own bytes and compares them with the held list. Nothing the API says about a publication is
 * believed: that the base is the held list, and that the content is what its digest says, is checked here.
 * Fails with `base-differs`, `content-differs` or `draft-invalid`.
 */
export function reviewDraft(publication: Publication, draft: Uint8Array, held: HeldList | undefined): Review {
  const baseDigest = held?.digest ?? EMPTY_DIGEST
  if (publication.baseDigest !== baseDigest || (publication.baseSequence === 0) !== (held === undefined)) {
    throw new CommandFailure(
      'base-differs',
      `publication ${publication.sequence} is drafted on list ${publication.baseSequence} (${publication.baseDigest}), and ${
        held ? `the list held here is ${baseDigest}` : 'no list is held here'
      }`,
    )
  }
  if (sha256Hex(draft) !== publication.contentDigest) {
    throw new CommandFailure(
      'content-differs',
      `the draft is not the content ${publication.contentDigest} that is announced`,
    )
  }
  const after = readDraft(draft)
  const before: WhitelistContent = held ?? { generatedAt: after.generatedAt, entries: [] }
  return {
    difference: diffWhitelists(before, after),
    isReordered: isReordered(before.entries, after.entries),
    before: before.entries.length,
    after: after.entries.length,
  }
}

function readDraft(draft: Uint8Array): WhitelistContent {
  try {
    const list = readWhitelist(draft)
    if (list.signature === undefined && Buffer.compare(writeUnsignedWhitelist(list), draft) === 0) return list
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new CommandFailure('draft-invalid', `the draft cannot be read: ${error.message}`)
  }
  throw new CommandFailure('draft-invalid', 'the draft is not in canonical form: the signer would refuse it')
}

function isReordered(before: readonly Entry[], after: readonly Entry[]): boolean {
  const lines = (entries: readonly Entry[]) => entries.map((entry) => JSON.stringify(entry))
  const [old, next] = [lines(before), lines(after)]
  const [inOld, inNext] = [new Set(old), new Set(next)]
  const [stayed, kept] = [old.filter((line) => inNext.has(line)), next.filter((line) => inOld.has(line))]
  return stayed.some((line, index) => line !== kept[index])
}

/** The three numbers an approver types: lines added, removed, changed. */
export function countsOf({ difference }: Review): string {
  return `${difference.added.length} ${difference.removed.length} ${difference.changed.length}`
}

/** The review in words, line by line; every text of a list is made harmless. */
export function describeReview({ difference, isReordered, before, after }: Review): string[] {
  const { added, removed, changed } = difference
  const lines = [
    `${before} lines before, ${after} after: ${added.length} added, ${removed.length} removed, ${changed.length} changed`,
  ]
  if (isReordered) lines.push('! lines that stay are in another order')
  if (after === 0) lines.push('! the list would be empty: every DRIMbox would refuse it')
  for (const entry of added) lines.push(`+ ${describeEntry(entry)}`)
  for (const entry of removed) lines.push(`- ${describeEntry(entry)}`)
  for (const { before: old, after: next, fields } of changed) {
    lines.push(`~ ${old.number} ${printable(old.wadoHost)}`)
    for (const field of fields) {
      lines.push(`    ${field}: ${printable(String(old[field]))} -> ${printable(String(next[field]))}`)
    }
  }
  return lines
}

function describeEntry(entry: Entry): string {
  const texts = [entry.wadoHost, entry.viewerHost || '(no viewer)', entry.denomination, entry.certificateDn]
  return `${entry.number} ${texts.map(printable).join(' | ')}`
}
