import { z } from '@hono/zod-openapi'
import { instant, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

export const AuditEventJson = z
  .object({
    seq: z.number().int(),
    id: uuid,
    at: instant,
    actor: z.object({ kind: z.enum(['administrator', 'system']), id: z.string() }),
    event: z.string(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    from: z.string().nullable(),
    to: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    requestId: z.string().nullable(),
  })
  .openapi('AuditEvent')

export const AuditEventPage = pageOf(AuditEventJson)
export const AuditEventQuery = pageQuery.extend({
  after: z.coerce.number().int().min(0).optional(),
  subject: z.string().min(1).max(64).optional().openapi({ description: 'Id of what changed' }),
  event: z.string().min(1).max(64).optional(),
})
