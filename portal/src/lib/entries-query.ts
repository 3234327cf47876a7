/** Orders of the entries table, as the URL says them; the sign means descending. */
export const SORTS = ['numero', '-numero', 'operateur', '-operateur', 'ajout', '-ajout'] as const
export type Sort = (typeof SORTS)[number]
export type SortKey = 'numero' | 'operateur' | 'ajout'

/** What the reader asked of the entries table; all of it lives in the URL, so that a page can be sent to somebody. */
export interface EntriesQuery {
  readonly search: string
  readonly operator: string
  readonly sort: Sort
  /** The registry's cursor of this page, opaque here; none on the first page. */
  readonly after: string | undefined
  /** Cursors of the pages before this one, oldest first: the registry only gives the next one. */
  readonly trail: readonly string[]
}

/** Longest search and operator that the registry takes. */
const SEARCH_MAX = 100
const OPERATOR_MAX = 1024
// Cursors are the registry's; this only keeps what cannot be one out of our URLs.
const CURSOR = /^[\w.~:=+/-]{1,400}$/
/** Pages one can walk back without passing by the first: a URL must stay short. */
const TRAIL_MAX = 12

/** Reads the query of a URL; what cannot be meant is dropped, never an error. */
export function readEntriesQuery(parameters: URLSearchParams): EntriesQuery {
  const sort = SORTS.find((known) => known === parameters.get('tri')) ?? 'numero'
  const after = parameters.get('apres') ?? ''
  const trail = (parameters.get('avant') ?? '').split(' ').filter((cursor) => CURSOR.test(cursor))
  return {
    search: (parameters.get('q') ?? '').trim().slice(0, SEARCH_MAX),
    operator: (parameters.get('operateur') ?? '').slice(0, OPERATOR_MAX),
    sort,
    after: CURSOR.test(after) ? after : undefined,
    trail: trail.slice(-TRAIL_MAX),
  }
}

/** The query as the end of a URL: empty for the plain first page, else `?…`; what is usual is left out. */
export function entriesSearch(query: EntriesQuery): string {
  const parameters = new URLSearchParams()
  if (query.search !== '') parameters.set('q', query.search)
  if (query.operator !== '') parameters.set('operateur', query.operator)
  if (query.sort !== 'numero') parameters.set('tri', query.sort)
  if (query.after !== undefined) parameters.set('apres', query.after)
  if (query.after !== undefined && query.trail.length > 0) parameters.set('avant', query.trail.join(' '))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** The page after this one. */
export function nextPage(query: EntriesQuery, next: string): EntriesQuery {
  const trail = query.after === undefined ? [] : [...query.trail, query.after]
  return { ...query, after: next, trail: trail.slice(-TRAIL_MAX) }
}

/** The page before this one; the first page where the trail does not reach further; undefined on the first. */
export function previousPage(query: EntriesQuery): EntriesQuery | undefined {
  if (query.after === undefined) return undefined
  return { ...query, after: query.trail.at(-1), trail: query.trail.slice(0, -1) }
}

/** The first page in the order that a click on a column asks for: the other way round when it is already sorted so. */
export function sortedBy(query: EntriesQuery, key: SortKey): EntriesQuery {
  return { ...firstPage(query), sort: query.sort === key ? `-${key}` : key }
}

/** The same filters and order, from the start. */
export function firstPage(query: EntriesQuery): EntriesQuery {
  return { ...query, after: undefined, trail: [] }
}

/** How the column is sorted, in the words of `aria-sort`. */
export function ariaSort(query: EntriesQuery, key: SortKey): 'ascending' | 'descending' | 'none' {
  if (query.sort === key) return 'ascending'
  return query.sort === `-${key}` ? 'descending' : 'none'
}

/** True when something narrows the table. */
export function isFiltered(query: EntriesQuery): boolean {
  return query.search !== '' || query.operator !== ''
}
