import { z } from '@hono/zod-openapi'
import { digest } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { sorts } from './search-entries.ts'

export const ServedListJson = z
  .object({
    sequence: z.number().int(),
    signedAt: z.string().openapi({ example: '2026-11-25T09:00:00Z' }),
    entryCount: z.number().int(),
    bytes: z.number().int(),
    digest,
    fileSha256: digest,
    changes: z.object({ added: z.number().int(), removed: z.number().int(), changed: z.number().int() }),
  })
  .openapi('ServedList')

export const ServedListPage = pageOf(ServedListJson)

export const PublicEntryJson = z
  .object({
    number: z.number().int(),
    wadoHost: z.string(),
    viewerHost: z.string().openapi({ description: 'Empty where it has none' }),
    operator: z.string(),
    addedAt: z.string(),
  })
  .openapi('PublicEntry')

export const EntryPageJson = pageOf(PublicEntryJson).extend({
  total: z.number().int(),
  sequence: z.number().int().nullable(),
  operators: z.array(z.object({ name: z.string(), count: z.number().int() })),
})

export const EntryQuery = pageQuery.extend({
  q: z.string().min(1).max(100).optional(),
  operator: z.string().min(1).max(1_024).optional(),
  sort: z.enum(sorts).default('position'),
  order: z.enum(['asc', 'desc']).default('asc'),
})
