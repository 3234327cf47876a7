import type { Entry } from '@trust-space/whitelist'
import { expect, test } from 'vitest'
import { pageQuery } from '../http/pages.ts'
import { searchEntries, type EntrySearch } from './search-entries.ts'

const longName = 'É'.repeat(1_000)
const longHost = `db1.${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.fr`

function entry(number: number): Entry {
  return {
    number,
    wadoHost: `${number}${longHost}`,
    viewerHost: '',
    denomination: `${longName} ${number}`,
    certificateDn: `CN=${number}${longHost}`,
    supportContact: '',
    addedAt: '2026-11-25T00:00:00Z',
  }
}

test.each(['position', 'number', 'wadoHost', 'operator', 'addedAt'] as const)(
  'pages sorted by %s show each line once, and their cursors are ones that the API takes',
  (sort) => {
    const entries = [3, 1, 2, 5, 4].map(entry)
    const seen: number[] = []
    let after: string | undefined
    do {
      const search: EntrySearch = { sort, order: 'asc', limit: 2, after }
      const page = searchEntries(entries, search)
      seen.push(...page.items.map(({ number }) => number))
      after = page.next ?? undefined
      if (after !== undefined) expect(pageQuery.shape.after.parse(after)).toBe(after)
    } while (after !== undefined)
    expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5])
  },
)
