import type { EntriesQuery, Sort } from '#lib/entries-query.ts'
import type { Clock } from '#lib/clock.ts'
import { readJson } from './answers.ts'
import { type CallFailure, createReadings, type Reading } from './readings.ts'
import { entriesFrom, publicationsFrom, statusFrom, trustAnchorsFrom } from './registry.shapes.ts'
import type { EntriesPage, Entry, Page, Publication, Status, TrustAnchors } from './registry.types.ts'

/** The registry as the portal sees it: readings with an age, never an exception, never a wait beyond the limit. */
export interface Registry {
  status(): Promise<Reading<Status>>
  publications(after: string | undefined, limit: number): Promise<Reading<Page<Publication>>>
  /** The publication of that number; undefined when it was never served. */
  publication(sequence: number): Promise<Reading<Publication | undefined>>
  entries(query: EntriesQuery, limit: number): Promise<Reading<EntriesPage>>
  trustAnchors(): Promise<Reading<TrustAnchors>>
  /** Every entry of the query, a page at a time, past the memory. Throws a CallFailure where the registry fails. */
  everyEntry(query: EntriesQuery): AsyncIterable<readonly Entry[], void>
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
  const readings = createReadings({
    clock: options.clock,
    freshMs: FRESH_MS,
    restMs: REST_MS,
    // Searches stay out of the log (decisions 36).
    onFailure: (key, failure) => options.onFailure(key.split('?')[0] ?? '', failure),
  })

  const addressOf = (path: string, parameters: Record<string, string>): URL => {
    const url = new URL(path, options.apiUrl)
    url.search = new URLSearchParams(parameters).toString()
    return url
  }
  const call = async <T>(url: URL, shape: (json: unknown) => T): Promise<T> =>
    shape(
      await readJson(
        (signal) =>
          options.fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } }),
        CALL_TIMEOUT_MS,
      ),
    )
  const get = <T>(
    path: string,
    parameters: Record<string, string>,
    shape: (json: unknown) => T,
  ): Promise<Reading<T>> => {
    const url = addressOf(path, parameters)
    return readings.read(`${url.pathname}${url.search}`, () => call(url, shape))
  }

  const publications = (after: string | undefined, limit: number): Promise<Reading<Page<Publication>>> =>
    get(
      'v1/whitelists',
      { ...(after === undefined ? {} : { after }), limit: String(limit) },
      publicationsFrom,
    )

  return {
    publications,
    status: () => get('v1/status', {}, statusFrom),
    trustAnchors: () => get('v1/trust-anchors', {}, trustAnchorsFrom),
    entries: (query, limit) => get('v1/whitelist/entries', entriesParameters(query, limit), entriesFrom),

    async *everyEntry(query) {
      let after: string | undefined
      do {
        const url = addressOf('v1/whitelist/entries', entriesParameters({ ...query, after }, EXPORT_PAGE))
        const page = await call(url, entriesFrom)
        yield page.items
        after = page.next
      } while (after !== undefined)
    },

    async publication(sequence) {
      // Newest first, after the number above: the first item is the one, or a lower one.
      const reading = await publications(String(sequence + 1), 1)
      if (!reading.known) return reading
      return { ...reading, value: reading.value.items.find((item) => item.sequence === sequence) }
    },
  }
}

function entriesParameters(query: EntriesQuery, limit: number): Record<string, string> {
  return {
    ...(query.search === '' ? {} : { q: query.search }),
    ...(query.operator === '' ? {} : { operator: query.operator }),
    ...sortParameters(query.sort),
    ...(query.after === undefined ? {} : { after: query.after }),
    limit: String(limit),
  }
}

function sortParameters(sort: Sort): { sort: string; order: string } {
  const key = (sort.startsWith('-') ? sort.slice(1) : sort) as keyof typeof SORT_KEYS
  return { sort: SORT_KEYS[key], order: sort.startsWith('-') ? 'desc' : 'asc' }
}
