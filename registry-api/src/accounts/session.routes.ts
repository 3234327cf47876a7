import { createRoute, z } from '@hono/zod-openapi'
import { isAgency, systemPrincipal } from '../db/principal.ts'
import { signedIn } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { listSessions, viewMe } from './account.queries.ts'
import { personOfSession } from './account.ts'
import { endSession } from './end-session.ts'
import { MeJson, SessionsJson } from './session.api.ts'
import { endsAt } from './session.rules.ts'

const forPeople = { middleware: signedIn, security: CREDENTIALS.person, tags: ['account'] }

const me = createRoute({
  ...forPeople,
  method: 'get',
  path: '/v1/me',
  summary: 'Who is signed in, where they belong, and what is missing',
  responses: {
    200: { description: 'The person', content: { 'application/json': { schema: MeJson } } },
    ...refusals(401, 403),
  },
})

const list = createRoute({
  ...forPeople,
  method: 'get',
  path: '/v1/sessions',
  summary: 'One’s own sessions',
  responses: {
    200: { description: 'Newest first', content: { 'application/json': { schema: SessionsJson } } },
    ...refusals(401, 403),
  },
})

const end = createRoute({
  ...forPeople,
  method: 'delete',
  path: '/v1/sessions/{id}',
  summary: 'End one of one’s own sessions, or the current one',
  request: { params: z.object({ id: uuid.or(z.literal('current')) }) },
  responses: { 204: { description: 'Ended' }, ...refusals(401, 403, 404, 422) },
})

export function sessionRoutes(world: World) {
  return nounApp()
    .openapi(me, async (c) => {
      const { personId, sessionId } = personOfSession(c.var.principal)
      // As the system: a place that still waits belongs to an organisation whose row the person may not see yet.
      const view = await world.inTransaction(systemPrincipal('me'), (tx) => viewMe(tx, personId, sessionId), {
        readOnly: true,
      })
      const memberships = view.memberships.map((each) => ({
        ...each,
        until: each.until?.toISOString() ?? null,
      }))
      return c.json(
        {
          person: view.person,
          memberships,
          isAgency: isAgency(c.var.principal),
          authenticators: view.authenticators,
          sessionExpiresAt: endsAt(view.session).toISOString(),
        },
        200,
      )
    })
    .openapi(list, async (c) => {
      const { personId, sessionId } = personOfSession(c.var.principal)
      const sessions = await world.inTransaction(c.var.principal, (tx) => listSessions(tx, personId), {
        readOnly: true,
      })
      const items = sessions.map((session) => ({
        id: session.id,
        createdAt: session.createdAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
        expiresAt: endsAt(session).toISOString(),
        isCurrent: session.id === sessionId,
      }))
      return c.json({ items, next: null }, 200)
    })
    .openapi(end, async (c) => {
      await endSession(world, c.var.principal, c.req.valid('param').id)
      return c.body(null, 204)
    })
}
