import type { Entry } from '@trust-space/whitelist/format'

export const sorts = ['position', 'number', 'wadoHost', 'operator', 'addedAt'] as const

export interface EntrySearch {
  readonly q?: string | undefined
  readonly operator?: string | undefined
  readonly sort: (typeof sorts)[number]
  readonly order: 'asc' | 'desc'
  readonly after?: string | undefined
  readonly limit: number
}

/** What of a line is for everybody: never its DN, never its mailbox (decisions 33, 36). */
export interface PublicEntry {
  readonly number: number
  readonly wadoHost: string
  readonly viewerHost: string
  readonly operator: string
  readonly addedAt: string
}

export interface EntryPage {
  readonly items: readonly PublicEntry[]
  readonly next: string | null
  /** All that match, on whatever page. */
  readonly total: number
}

type Key = string | number
interface Row {
  readonly key: Key
  readonly position: number
  readonly entry: Entry
}

/**
 * Searches the lines of one list. `q`: number, host or operator, without regard to case and accents. The cursor names
 * the last line shown by its sort key and rank, so that a page goes on where it stopped even on a newer list.
 */
export function searchEntries(entries: readonly Entry[], search: EntrySearch): EntryPage {
  const needle = search.q === undefined ? undefined : fold(search.q.trim())
  const matching = entries
    .map((entry, position): Row => ({ entry, position, key: keyOf(entry, position, search.sort) }))
    .filter(({ entry }) => search.operator === undefined || entry.denomination === search.operator)
    .filter(({ entry }) => needle === undefined || matches(entry, needle))
  const direction = search.order === 'asc' ? 1 : -1
  const compare = (a: Omit<Row, 'entry'>, b: Omit<Row, 'entry'>) =>
    direction * (compareKeys(a.key, b.key) || a.position - b.position)
  matching.sort(compare)
  const after = search.after === undefined ? undefined : readCursor(search.after)
  const from = after === undefined ? 0 : matching.findIndex((row) => compare(row, after) > 0)
  const page = from === -1 ? [] : matching.slice(from, from + search.limit)
  const last = page.at(-1)
  return {
    items: page.map(({ entry }) => ({
      number: entry.number,
      wadoHost: entry.wadoHost,
      viewerHost: entry.viewerHost,
      operator: entry.denomination,
      addedAt: entry.addedAt,
    })),
    next: last !== undefined && last !== matching.at(-1) ? writeCursor(last) : null,
    total: matching.length,
  }
}

/** Operators of a list with the number of their lines, by name. */
export function countOperators(entries: readonly Entry[]): { name: string; count: number }[] {
  return [...Map.groupBy(entries, ({ denomination }) => denomination)]
    .map(([name, lines]) => ({ name, count: lines.length }))
    .sort((a, b) => FRENCH.compare(a.name, b.name))
}

const FRENCH = new Intl.Collator('fr', { numeric: true })

function keyOf(entry: Entry, position: number, sort: EntrySearch['sort']): Key {
  switch (sort) {
    case 'position':
      return position
    case 'number':
      return entry.number
    case 'wadoHost':
      return entry.wadoHost
    case 'operator':
      // A name may be as long as a page; its beginning orders it, and the cursor that carries it stays short.
      return entry.denomination.slice(0, 80)
    case 'addedAt':
      return entry.addedAt
  }
}

function compareKeys(a: Key, b: Key): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : FRENCH.compare(String(a), String(b))
}

function matches({ number, wadoHost, viewerHost, denomination }: Entry, needle: string): boolean {
  return (
    String(number) === needle ||
    [wadoHost, viewerHost, denomination].some((text) => fold(text).includes(needle))
  )
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

function writeCursor({ key, position }: Row): string {
  return Buffer.from(JSON.stringify([key, position])).toString('base64url')
}

function readCursor(cursor: string): { key: Key; position: number } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (!Array.isArray(value)) return undefined
    const [key, position] = value as unknown[]
    if ((typeof key === 'string' || typeof key === 'number') && typeof position === 'number')
      return { key, position }
  } catch {
    // A cursor that is none of ours begins at the beginning.
  }
  return undefined
}
