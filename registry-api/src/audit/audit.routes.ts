import { createRoute, type z } from '@hono/zod-openapi'
import { administratorsOnly } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { AuditEventPage, AuditEventQuery, type AuditEventJson } from './audit.api.ts'
import { listAuditEvents } from './audit.queries.ts'

const list = createRoute({
  method: 'get',
  path: '/v1/audit-events',
  middleware: administratorsOnly,
  security: [{ adminKey: [] }],
  tags: ['audit'],
  summary: 'What changed, in the order it did',
  request: { query: AuditEventQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: AuditEventPage } } },
    ...refusals(401, 422),
  },
})

export function auditRoutes(world: World) {
  return nounApp().openapi(list, async (c) => {
    const query = c.req.valid('query')
    const rows = await world.inTransaction(c.var.principal, (tx) => listAuditEvents(tx, query), {
      readOnly: true,
    })
    return c.json(
      toPage(rows, query.limit, ({ seq }) => String(seq), toJson),
      200,
    )
  })
}

function toJson(row: Awaited<ReturnType<typeof listAuditEvents>>[number]): z.infer<typeof AuditEventJson> {
  return {
    seq: row.seq,
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId },
    event: row.event,
    subject: { kind: row.subjectKind, id: row.subjectId },
    from: row.fromState,
    to: row.toState,
    data: { ...row.data },
    requestId: row.requestId,
  }
}
