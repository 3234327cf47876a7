import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../db/principal.ts'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { checkDelegation } from './check-delegation.ts'
import { declareDelegation } from './declare-delegation.ts'
import {
  DelegationCheck,
  DelegationJson,
  DelegationPage,
  DelegationQuery,
  DelegationRevocation,
  NewDelegation,
} from './delegation.api.ts'
import type { DelegationView } from './delegation.queries.ts'
import { readDelegation, readDelegations } from './read-delegations.ts'
import { revokeDelegation } from './revoke-delegation.ts'

const tags = ['delegations']
const forReaders = { middleware: signedIn, security: CREDENTIALS.any, tags }
const forPeople = { middleware: signedIn, security: CREDENTIALS.person, tags }
const params = z.object({ id: uuid })
const oneDelegation = {
  description: 'The delegation',
  content: { 'application/json': { schema: DelegationJson } },
}

const list = createRoute({
  ...forReaders,
  method: 'get',
  path: '/v1/delegations',
  summary: 'Delegations, in the order of their entry; whoever reads them leaves a trace',
  request: { query: DelegationQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: DelegationPage } } },
    ...refusals(401, 403, 422),
  },
})
const read = createRoute({
  ...forReaders,
  method: 'get',
  path: '/v1/delegations/{id}',
  summary: 'One delegation; whoever reads it leaves a trace',
  request: { params },
  responses: { 200: oneDelegation, ...refusals(401, 403, 404, 422) },
})
const declare = createRoute({
  ...forPeople,
  method: 'post',
  path: '/v1/delegations',
  summary: 'Declare what a facility has delegated',
  request: { body: { required: true, content: { 'application/json': { schema: NewDelegation } } } },
  responses: { 201: oneDelegation, ...refusals(400, 401, 403, 404, 413, 415, 422) },
})
const event = <const Name extends string, Body extends z.ZodType>(name: Name, body: Body, summary: string) =>
  createRoute({
    ...forPeople,
    method: 'post',
    path: `/v1/delegations/{id}/${name}` as const,
    summary,
    request: {
      params,
      headers: ifMatchHeader,
      body: { required: true, content: { 'application/json': { schema: body } } },
    },
    responses: { 200: oneDelegation, ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
  })
const check = event('check', DelegationCheck, 'Accept it, or refuse it with the reason')
const revoke = event('revoke', DelegationRevocation, 'End it before its last day; no line leaves by it')

export function delegationRoutes(world: World) {
  const view = async (principal: Principal, id: string) => toJson(await readDelegation(world, principal, id))
  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const rows = await readDelegations(world, c.var.principal, query)
      return c.json(
        toPage(rows, query.limit, ({ id }) => id, toJson),
        200,
      )
    })
    .openapi(read, async (c) => {
      const one = await view(c.var.principal, c.req.valid('param').id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(declare, async (c) => {
      const { id } = await declareDelegation(world, c.var.principal, c.req.valid('json'))
      const one = await view(c.var.principal, id)
      return c.json(one, 201, { etag: etagOf(one), location: `/v1/delegations/${id}` })
    })
    .openapi(check, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      await checkDelegation(world, c.var.principal, input)
      const one = await view(c.var.principal, input.id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(revoke, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      await revokeDelegation(world, c.var.principal, input)
      const one = await view(c.var.principal, input.id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
}

function toJson(view: DelegationView): z.infer<typeof DelegationJson> {
  return {
    id: view.id,
    version: view.version,
    organisation: { id: view.organisationId, displayName: view.organisationName },
    facility: { name: view.facilityName, finess: view.finess, siret: view.siret },
    drimboxIds: [...view.drimboxIds],
    validFrom: view.validFrom,
    validUntil: view.validUntil,
    file:
      view.documentId === null || view.sha256 === null
        ? null
        : { documentId: view.documentId, sha256: view.sha256 },
    state: view.state,
    reason: view.reason,
    warnings: view.warnings.map((warning) => ({ ...warning })),
    waitingSince: view.waitingSince.toISOString(),
    createdAt: view.createdAt.toISOString(),
    updatedAt: view.updatedAt.toISOString(),
  }
}
