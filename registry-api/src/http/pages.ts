import { z } from '@hono/zod-openapi'

const LIMIT_MAX = 200

/** Query of a keyset page (decisions 38): `after` is the `next` of the page before. */
export const pageQuery = z.object({
  // The longest is a host name of 253 characters, in base64.
  after: z.string().min(1).max(400).optional().openapi({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(50),
})

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** Cuts the one row too many that the query was asked for, and names the last one kept. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { items: kept.map(itemOf), next: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}
