import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../db/principal.ts'
import { actOf } from '../http/act.ts'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { toPage } from '../http/pages.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { refusals } from '../http/problem.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { approveDecision } from './approve-decision.ts'
import { confirmDecision } from './confirm-decision.ts'
import { DecisionJson, DecisionPage, DecisionQuery, DecisionRefusal, DecisionWord } from './decision.api.ts'
import { decisionJson } from './decision.json.ts'
import { listDecisions, viewDecision } from './decision.queries.ts'
import { decisionRefusals } from './decision.refusals.ts'
import type { DecisionEffects } from './decision.ts'
import { refuseDecision } from './refuse-decision.ts'
import { withdrawDecision } from './withdraw-decision.ts'

const forReaders = { middleware: signedIn, security: CREDENTIALS.any, tags: ['decisions'] }
const forPeople = { ...forReaders, security: CREDENTIALS.person }
const params = z.object({ id: uuid })
const oneDecision = {
  description: 'The decision',
  content: { 'application/json': { schema: DecisionJson } },
}

const list = createRoute({
  ...forReaders,
  method: 'get',
  path: '/v1/decisions',
  summary: 'Decisions of two persons: all of them for the agency, the outcome of its own for a party',
  request: { query: DecisionQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: DecisionPage } } },
    ...refusals(401, 403, 422),
  },
})

const read = createRoute({
  ...forReaders,
  method: 'get',
  path: '/v1/decisions/{id}',
  summary: 'One decision',
  request: { params },
  responses: { 200: oneDecision, ...refusals(401, 403, 404, 422) },
})

const answer = <const Name extends string, Body extends z.ZodType>(name: Name, body: Body, summary: string) =>
  createRoute({
    ...forPeople,
    method: 'post',
    path: `/v1/decisions/{id}/${name}` as const,
    summary,
    request: {
      params,
      headers: ifMatchHeader,
      body: { required: true, content: { 'application/json': { schema: body } } },
    },
    responses: { 200: oneDecision, ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
  })

const approve = answer(
  'approve',
  DecisionWord,
  'Agree, as the second person: the effect is applied (step-up)',
)
const refuse = answer('refuse', DecisionRefusal, 'Refuse: one refusal ends it (step-up)')
const withdraw = answer('withdraw', DecisionWord, 'Take back what one has proposed')
const confirm = answer(
  'confirm',
  DecisionWord,
  'Confirm, as another person, what was cut for safety (step-up)',
)

/** `effects`: what the last approval does, of every noun (app.ts puts them together). */
export function decisionRoutes(world: World, effects: DecisionEffects) {
  const view = async (principal: Principal, id: string) => {
    const found = await world.inTransaction(principal, (tx) => viewDecision(tx, id), { readOnly: true })
    if (found === undefined) throw decisionRefusals('decision-not-found')
    return decisionJson(found, principal)
  }
  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const principal = c.var.principal
      assertKeyReads(principal)
      const rows = await world.inTransaction(principal, (tx) => listDecisions(tx, query), { readOnly: true })
      return c.json(
        toPage(
          rows,
          query.limit,
          ({ decision }) => decision.id,
          (row) => decisionJson(row, principal),
        ),
        200,
      )
    })
    .openapi(read, async (c) => {
      assertKeyReads(c.var.principal)
      const json = await view(c.var.principal, c.req.valid('param').id)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(approve, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json'), version: expectedVersion(c) }
      await approveDecision(world, effects, c.var.principal, { ...input, act: await actOf(c) })
      const json = await view(c.var.principal, input.id)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(refuse, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json'), version: expectedVersion(c) }
      await refuseDecision(world, c.var.principal, { ...input, act: await actOf(c) })
      const json = await view(c.var.principal, input.id)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(withdraw, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json'), version: expectedVersion(c) }
      await withdrawDecision(world, c.var.principal, { ...input, act: await actOf(c) })
      const json = await view(c.var.principal, input.id)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(confirm, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json'), version: expectedVersion(c) }
      await confirmDecision(world, c.var.principal, { ...input, act: await actOf(c) })
      const json = await view(c.var.principal, input.id)
      return c.json(json, 200, { etag: etagOf(json) })
    })
}

/** Row security picks out what a person may see; a key needs its scope all the same. */
function assertKeyReads(principal: Principal): void {
  if (principal.kind === 'key') assertMayRead(principal, 'org.read')
}
