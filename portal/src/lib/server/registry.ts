import type { TrustSpaceApi, WhitelistApi } from '@trust-space/registry-api/app-type'
import { hc } from 'hono/client'
import type { Clock } from '#lib/clock.ts'
import type { EntriesQuery, Sort } from '#lib/entries-query.ts'
import { readJson } from './answers.ts'
import { type CallFailure, createReadings, type Reading } from './readings.ts'
import { entriesFrom, publicationsFrom, statusFrom, trustAnchorsFrom } from './registry.shapes.ts'
import type { EntriesPage, Page, Publication, Status, TrustAnchors } from './registry.types.ts'

/** The registry as the portal sees it: readings with an age, never an exception, never a wait beyond the limit. */
export interface Registry {
  status(): Promise<Reading<Status>>
  publications(after: number | undefined, limit: number): Promise<Reading<Page<Publication>>>
  /** The publication of that number; undefined when it was never served. */
  publication(sequence: number): Promise<Reading<Publication | undefined>>
  entries(query: EntriesQuery, limit: number): Promise<Reading<EntriesPage>>
  trustAnchors(): Promise<Reading<TrustAnchors>>
  /** Every entry of the query, a page at a time, past the memory. Throws a CallFailure where the registry fails. */
  everyEntry(query: EntriesQuery): AsyncGenerator<EntriesPage, void>
}

// A page waits for its slowest call; a reader leaves after two seconds.
const CALL_TIMEOUT_MS = 2000
const FRESH_MS = 2000
const REST_MS = 3000
/** The most the registry gives at once (decisions 38). */
const EXPORT_PAGE = 200

const SORT_KEYS = { numero: 'number', operateur: 'operator', ajout: 'addedAt' } as const

/** Speaks to the API at `apiUrl`; the one place of the portal that knows its paths. */
export function createRegistry(options: {
  readonly apiUrl: string
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly onFailure: (path: string, failure: CallFailure) => void
}): Registry {
  const { apiUrl, fetch } = options
  const trustSpace = hc<TrustSpaceApi>(apiUrl, { fetch }).v1
  const whitelist = hc<WhitelistApi>(apiUrl, { fetch }).v1
  const readings = createReadings({
    clock: options.clock,
    freshMs: FRESH_MS,
    restMs: REST_MS,
    // Searches stay out of the log (decisions 36).
    onFailure: (key, failure) => options.onFailure(key.split('?')[0] ?? '', failure),
  })
  const call = async <T>(
    ask: (init: RequestInit) => Promise<Response>,
    shape: (json: unknown) => T,
  ): Promise<T> => shape(await readJson((signal) => ask({ signal, redirect: 'error' }), CALL_TIMEOUT_MS))

  const publications = (after: number | undefined, limit: number): Promise<Reading<Page<Publication>>> => {
    const query = { ...(after === undefined ? {} : { after }), limit }
    return readings.read(keyOf('/v1/whitelists', query), () =>
      call((init) => whitelist.whitelists.$get({ query }, { init }), publicationsFrom),
    )
  }

  return {
    publications,

    status: () =>
      readings.read('/v1/status', () => call((init) => trustSpace.status.$get({}, { init }), statusFrom)),

    trustAnchors: () =>
      readings.read('/v1/trust-anchors', () =>
        call((init) => trustSpace['trust-anchors'].$get({}, { init }), trustAnchorsFrom),
      ),

    entries(query, limit) {
      const parameters = entriesParameters(query, limit)
      return readings.read(keyOf('/v1/whitelist/entries', parameters), () =>
        call((init) => whitelist.whitelist.entries.$get({ query: parameters }, { init }), entriesFrom),
      )
    },

    async *everyEntry(query) {
      let after: string | undefined
      do {
        const parameters = entriesParameters({ ...query, after }, EXPORT_PAGE)
        const page = await call(
          (init) => whitelist.whitelist.entries.$get({ query: parameters }, { init }),
          entriesFrom,
        )
        yield page
        after = page.next
      } while (after !== undefined)
    },

    async publication(sequence) {
      // Newest first, after the number above: the first item is the one, or a lower one.
      const reading = await publications(sequence + 1, 1)
      if (!reading.known) return reading
      return { ...reading, value: reading.value.items.find((item) => item.sequence === sequence) }
    },
  }
}

function keyOf(path: string, parameters: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)])
  return `${path}?${new URLSearchParams(pairs).toString()}`
}

function entriesParameters(query: EntriesQuery, limit: number) {
  return {
    ...(query.search === '' ? {} : { q: query.search }),
    ...(query.operator === '' ? {} : { operator: query.operator }),
    ...(query.after === undefined ? {} : { after: query.after }),
    ...sortParameters(query.sort),
    limit,
  }
}

function sortParameters(sort: Sort) {
  const isDescending = sort.startsWith('-')
  const key = (isDescending ? sort.slice(1) : sort) as keyof typeof SORT_KEYS
  return { sort: SORT_KEYS[key], order: isDescending ? ('desc' as const) : ('asc' as const) }
}
