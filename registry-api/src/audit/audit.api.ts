import { z } from '@hono/zod-openapi'
import { instant, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

export const AuditEventJson = z
  .object({
    seq: z.number().int(),
    id: uuid,
    at: instant,
    actor: z
      .object({ kind: z.enum(['person', 'key', 'operations', 'system']), id: z.string() })
      .openapi({ description: 'A pseudonym: names are in /v1/people, for those who may' }),
    onBehalfOf: z.string().nullable(),
    organisation: uuid.nullable(),
    event: z.string(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    from: z.string().nullable(),
    to: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    decision: uuid.nullable(),
    stepUp: uuid.nullable(),
    requestId: z.string().nullable(),
    hash: z
      .string()
      .nullable()
      .openapi({ description: 'SHA-256 over the hash before and this event; null: older than the chain' }),
  })
  .openapi('AuditEvent')

export const AuditEventPage = pageOf(AuditEventJson)
export const AuditEventQuery = pageQuery.extend({
  after: z.coerce.number().int().min(0).optional(),
  subject: z.string().min(1).max(64).optional().openapi({ description: 'Id of what changed' }),
  event: z.string().min(1).max(64).optional(),
  noun: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional()
    .openapi({ description: 'Every event of a noun: `drimbox`' }),
  organisation: uuid.optional(),
  actor: z.string().min(1).max(64).optional(),
  from: z.iso.datetime().optional().openapi({ description: 'This moment and later' }),
  until: z.iso.datetime().optional().openapi({ description: 'Before this moment' }),
  order: z.enum(['asc', 'desc']).optional(),
})

export const AuditExport = z
  .strictObject({
    after: z.number().int().min(0).default(0).openapi({ description: 'The seq of the last event held' }),
    limit: z.number().int().min(1).max(10_000).default(10_000),
  })
  .openapi('AuditExport')

export const AuditHeadJson = z
  .object({ seq: z.number().int(), hash: z.string(), at: instant })
  .openapi('AuditHead')
