import { createRoute, z } from '@hono/zod-openapi'
import { signedIn } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { MailJson, MailPage, MailQuery, MailWithText } from './mail.api.ts'
import { listMails, stateOf, viewMail, type MailView } from './mail.queries.ts'
import { mailRefusals } from './mail.refusals.ts'
import { referenceOf } from './mail.ts'
import { shownBody } from './mail-slots.ts'
import { retryMail } from './retry-mail.ts'

const common = { middleware: signedIn, security: CREDENTIALS.any, tags: ['mails'] }
const params = z.object({ id: uuid })
const oneMail = { description: 'The mail', content: { 'application/json': { schema: MailWithText } } }

const list = createRoute({
  ...common,
  method: 'get',
  path: '/v1/mails',
  summary: 'Mails, the newest first: those of one’s organisations and one’s own; for the agency, all',
  request: { query: MailQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: MailPage } } },
    ...refusals(401, 403, 422),
  },
})

const read = createRoute({
  ...common,
  method: 'get',
  path: '/v1/mails/{id}',
  summary: 'One mail with its text',
  request: { params },
  responses: { 200: oneMail, ...refusals(401, 403, 404, 422) },
})

const retry = createRoute({
  ...common,
  method: 'post',
  path: '/v1/mails/{id}/retry',
  summary: 'Send again what was given up',
  request: { params },
  responses: { 200: oneMail, ...refusals(401, 403, 404, 409, 410, 422) },
})

export function mailRoutes(world: World) {
  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { principal } = c.var
      // Without an organisation it is one's own mails, which row security picks out; a key needs its scope all the same.
      if (query.organisation !== undefined || principal.kind === 'key')
        assertMayRead(principal, 'org.read', query.organisation)
      const views = await world.inTransaction(principal, (tx) => listMails(tx, query), { readOnly: true })
      return c.json(
        toPage(views, query.limit, ({ mail }) => mail.id, toJson),
        200,
      )
    })
    .openapi(read, async (c) => {
      if (c.var.principal.kind === 'key') assertMayRead(c.var.principal, 'org.read')
      return c.json(await show(c.req.valid('param').id, c.var.principal), 200)
    })
    .openapi(retry, async (c) => {
      const { id } = c.req.valid('param')
      await retryMail(world, c.var.principal, id)
      return c.json(await show(id, c.var.principal), 200)
    })

  async function show(id: string, principal: Parameters<World['inTransaction']>[0]) {
    const view = await world.inTransaction(principal, (tx) => viewMail(tx, id), { readOnly: true })
    if (view === undefined) throw mailRefusals('mail-not-found')
    return { ...toJson(view), body: shownBody(view.mail.body) }
  }
}

function toJson(view: MailView): z.infer<typeof MailJson> {
  const { mail, deliveries } = view
  return {
    id: mail.id,
    reference: referenceOf(mail.id),
    organisationId: mail.organisationId,
    template: mail.template,
    subject: mail.subject,
    recipient: { kind: mail.recipientKind, name: mail.recipient },
    state: stateOf(view),
    deliveries: deliveries.map((delivery) => ({
      id: delivery.id,
      address: delivery.address,
      personId: delivery.personId,
      state: delivery.state,
      attempts: delivery.attempts,
      nextAttemptAt: delivery.state === 'waiting' ? delivery.nextAttemptAt.toISOString() : null,
      lastErrorCode: delivery.lastErrorCode,
      sentAt: delivery.sentAt?.toISOString() ?? null,
    })),
    createdAt: mail.createdAt.toISOString(),
  }
}
