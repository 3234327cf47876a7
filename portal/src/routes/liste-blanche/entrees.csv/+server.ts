import { BYTE_ORDER_MARK, csvLine } from '#lib/csv.ts'
import { readEntriesQuery } from '#lib/entries-query.ts'
import { addedDate } from '#lib/entry-words.ts'
import { messages } from '#lib/messages/fr.ts'
import { log } from '#lib/server/log.ts'
import { registry } from '#lib/server/trust-space.ts'
import type { Entry } from '#lib/server/registry.types.ts'
import type { RequestHandler } from './$types'

/**
 * The filtered entries as a file for spreadsheets, page by page as the registry gives them.
 *
 * A registry that fails before the first line gives 503; later, the connection is cut: a file that looks whole but
 * is not would be worse than none.
 */
export const GET: RequestHandler = async ({ url }) => {
  const pages = registry.everyEntry(readEntriesQuery(url.searchParams))[Symbol.asyncIterator]()
  let first: IteratorResult<readonly Entry[], void>
  try {
    first = await pages.next()
  } catch {
    return new Response(messages.csv.unavailable, {
      status: 503,
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'retry-after': '30',
      },
    })
  }
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const head = BYTE_ORDER_MARK + csvLine(messages.csv.header)
      controller.enqueue(encoder.encode(head + (first.done === true ? '' : linesOf(first.value))))
      if (first.done === true) controller.close()
    },
    async pull(controller) {
      try {
        const page = await pages.next()
        if (page.done === true) controller.close()
        else controller.enqueue(encoder.encode(linesOf(page.value)))
      } catch (error) {
        log({ event: 'export-cut', detail: String(error) })
        controller.error(error)
      }
    },
    async cancel() {
      await pages.return?.()
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="liste-blanche-entrees.csv"',
      'cache-control': 'no-store',
    },
  })
}

function linesOf(entries: readonly Entry[]): string {
  return entries
    .map((entry) =>
      csvLine([entry.number, entry.wadoHost, entry.viewerHost, entry.operator, addedDate(entry.addedAt)]),
    )
    .join('')
}
