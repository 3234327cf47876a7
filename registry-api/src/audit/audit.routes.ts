import { createRoute, z } from '@hono/zod-openapi'
import { signedIn } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import { assertMay, may } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import {
  AuditEventPage,
  AuditEventQuery,
  AuditExport,
  AuditHeadJson,
  type AuditEventJson,
} from './audit.api.ts'
import { auditHeadNow, listAuditEvents } from './audit.queries.ts'
import { exportEvents } from './export-events.ts'

const forReaders = {
  middleware: signedIn,
  security: CREDENTIALS.any,
  tags: ['audit'],
}

const list = createRoute({
  ...forReaders,
  method: 'get',
  path: '/v1/audit-events',
  summary: 'What changed, in the order it did: everything for its readers, their own for the others',
  request: { query: AuditEventQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: AuditEventPage } } },
    ...refusals(401, 403, 422),
  },
})

const head = createRoute({
  ...forReaders,
  method: 'get',
  path: '/v1/audit-head',
  summary: 'The end of the chain, to be kept elsewhere',
  responses: {
    200: { description: 'The head', content: { 'application/json': { schema: AuditHeadJson } } },
    ...refusals(401, 403),
  },
})

const take = createRoute({
  ...forReaders,
  method: 'post',
  path: '/v1/audit-exports',
  summary: 'Events as their hashes cover them, one JSON object a line; ask again after the last one',
  request: { body: { required: true, content: { 'application/json': { schema: AuditExport } } } },
  responses: {
    200: { description: 'Lines', content: { 'text/plain': { schema: z.string() } } },
    ...refusals(400, 401, 403, 413, 415, 422),
  },
})

export function auditRoutes(world: World) {
  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { principal } = c.var
      // Row security shows an organisation its own events; of the agency, only readers of the audit read it.
      const isOfAParty = !may(principal, 'any.read') && !may(principal, 'audit.read')
      assertMay(principal, isOfAParty ? 'activity.read' : 'audit.read')
      const filter = {
        ...query,
        from: query.from === undefined ? undefined : new Date(query.from),
        until: query.until === undefined ? undefined : new Date(query.until),
      }
      const rows = await world.inTransaction(principal, (tx) => listAuditEvents(tx, filter), {
        readOnly: true,
      })
      return c.json(
        toPage(rows, query.limit, ({ seq }) => String(seq), toJson),
        200,
      )
    })
    .openapi(head, async (c) => {
      assertMay(c.var.principal, 'audit.read')
      const { seq, hash } = await world.inTransaction(c.var.principal, auditHeadNow, { readOnly: true })
      return c.json({ seq, hash, at: world.clock().toISOString() }, 200)
    })
    .openapi(take, async (c) => {
      const events = await exportEvents(world, c.var.principal, c.req.valid('json'))
      return c.text(toLines(events), 200)
    })
}

function toLines(events: readonly unknown[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

function toJson(row: Awaited<ReturnType<typeof listAuditEvents>>[number]): z.infer<typeof AuditEventJson> {
  return {
    seq: row.seq,
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId },
    onBehalfOf: row.onBehalfOf,
    organisation: row.organisationId,
    event: row.event,
    subject: { kind: row.subjectKind, id: row.subjectId },
    from: row.fromState,
    to: row.toState,
    data: { ...row.data },
    decision: row.decisionId,
    stepUp: row.stepUpId,
    requestId: row.requestId,
    hash: row.hash,
  }
}
