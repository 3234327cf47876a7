import { BYTE_ORDER_MARK, csvLine } from '#lib/csv.ts'
import { readEntriesQuery } from '#lib/entries-query.ts'
import { addedDate } from '#lib/entry-words.ts'
import { messages } from '#lib/messages/fr.ts'
import { log } from '#lib/server/log.ts'
import type { EntriesPage, Entry } from '#lib/server/registry.types.ts'
import { registry } from '#lib/server/trust-space.ts'
import type { RequestHandler } from './$types'

/**
 * The filtered entries as a file for spreadsheets, page by page as the registry gives them.
 *
 * A registry that fails before the first line gives 503. Later, the connection is cut: a file that looks whole but
 * is not, or that mixes two lists, would be worse than none.
 */
export const GET: RequestHandler = async ({ url }) => {
  const pages = registry.everyEntry(readEntriesQuery(url.searchParams))
  let first: IteratorResult<EntriesPage, void>
  try {
    first = await pages.next()
  } catch {
    return unavailable()
  }
  const { sequence, items } = first.done === true ? { sequence: undefined, items: [] } : first.value
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(utf8(BYTE_ORDER_MARK + csvLine(messages.csv.header) + linesOf(items)))
    },
    async pull(controller) {
      try {
        const page = await pages.next()
        if (page.done === true) return controller.close()
        if (page.value.sequence !== sequence) throw new Error('a new list was published meanwhile')
        controller.enqueue(utf8(linesOf(page.value.items)))
      } catch (error) {
        log({ event: 'export-cut', detail: String(error) })
        controller.error(error)
      }
    },
    async cancel() {
      await pages.return()
    },
  })
  const file = `liste-blanche${sequence === undefined ? '' : `-n${sequence}`}.csv`
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'no-store',
    },
  })
}

function unavailable(): Response {
  return new Response(messages.csv.unavailable, {
    status: 503,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '30',
    },
  })
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function linesOf(entries: readonly Entry[]): string {
  return entries
    .map(({ number, wadoHost, viewerHost, operator, addedAt }) =>
      csvLine([number, wadoHost, viewerHost, operator, addedDate(addedAt)]),
    )
    .join('')
}
