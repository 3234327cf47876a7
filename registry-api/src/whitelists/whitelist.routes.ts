import { createRoute, z } from '@hono/zod-openapi'
import { isHeldByCaller } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { sequence } from '../http/fields.ts'
import { pageQuery, toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { countOperators, searchEntries } from './search-entries.ts'
import type { ServedList } from './served-list.ts'
import { EntryPageJson, EntryQuery, ServedListPage, type ServedListJson } from './whitelist.api.ts'
import { listServed } from './whitelist.queries.ts'

const tags = ['whitelist']
// Fresh enough for a page, and a page a second costs nothing.
const MAX_AGE_SECONDS = 5
const notModified = { 304: { description: 'What the caller holds is still so' } }

const history = createRoute({
  tags,
  method: 'get',
  path: '/v1/whitelists',
  summary: 'Lists that were served, newest first',
  request: { query: pageQuery.extend({ after: sequence.optional() }) },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: ServedListPage } } },
    ...notModified,
    ...refusals(422),
  },
})

const entries = createRoute({
  tags,
  method: 'get',
  path: '/v1/whitelist/entries',
  summary: 'Lines of the list in force, without certificate names and mailboxes',
  request: { query: EntryQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: EntryPageJson } } },
    ...notModified,
    ...refusals(422),
  },
})

const file = createRoute({
  tags,
  method: 'get',
  path: '/v1/whitelist.xml',
  summary: 'The signed list in force, at its own address',
  responses: { 307: { description: 'Location: the stable address of the list' } },
})

const numberedFile = createRoute({
  tags,
  method: 'get',
  path: '/v1/whitelists/{file}',
  summary: 'A signed list by its number, `{sequence}.xml`, at its own address',
  request: { params: z.object({ file: z.string().regex(/^[1-9]\d{0,9}\.xml$/, 'is not {sequence}.xml') }) },
  responses: { 307: { description: 'Location: the address of that list, for ever' }, ...refusals(422) },
})

/** Public: everything here can be read out of files that anybody may download. */
export function whitelistRoutes(
  world: World,
  served: () => Promise<ServedList | undefined>,
  whitelistUrl: string,
) {
  return nounApp()
    .openapi(history, async (c) => {
      const query = c.req.valid('query')
      const rows = await world.inTransaction(c.var.principal, (tx) => listServed(tx, query), {
        readOnly: true,
      })
      const page = toPage(rows, query.limit, (row) => String(row.sequence), toJson)
      return isHeldByCaller(c, page, MAX_AGE_SECONDS) ? c.body(null, 304) : c.json(page, 200)
    })
    .openapi(entries, async (c) => {
      const list = await served()
      const { items, next, total } = searchEntries(list?.entries ?? [], c.req.valid('query'))
      const page = {
        items: [...items],
        next,
        total,
        sequence: list?.record.sequence ?? null,
        operators: countOperators(list?.entries ?? []),
      }
      return isHeldByCaller(c, page, MAX_AGE_SECONDS) ? c.body(null, 304) : c.json(page, 200)
    })
    .openapi(file, (c) => c.redirect(whitelistUrl, 307))
    .openapi(numberedFile, (c) =>
      c.redirect(new URL(`whitelists/${c.req.valid('param').file}`, whitelistUrl).href, 307),
    )
}

function toJson(row: Awaited<ReturnType<typeof listServed>>[number]): z.infer<typeof ServedListJson> {
  const { added, removed, changed, signedAt, ...rest } = row
  return {
    ...rest,
    signedAt: `${signedAt!.toISOString().slice(0, 19)}Z`,
    changes: { added, removed, changed },
  }
}
