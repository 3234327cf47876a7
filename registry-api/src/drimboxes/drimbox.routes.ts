import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../db/principal.ts'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { uuid } from '../http/fields.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import type { DrimboxActInput } from './act-on-drimbox.ts'
import { DrimboxAct, DrimboxJson, DrimboxPage, DrimboxQuery, NewDrimbox } from './drimbox.api.ts'
import { listDrimboxes, viewDrimbox, type DrimboxView } from './drimbox.queries.ts'
import { drimboxRefusals } from './drimbox.refusals.ts'
import type { Drimbox } from './drimbox.ts'
import { registerDrimbox } from './register-drimbox.ts'
import { restoreDrimbox } from './restore-drimbox.ts'
import { suspendDrimbox } from './suspend-drimbox.ts'
import { withdrawDrimbox } from './withdraw-drimbox.ts'

const forAdministrators = {
  middleware: signedIn,
  security: CREDENTIALS.any,
  tags: ['drimboxes'],
}
const params = z.object({ id: uuid })
const oneDrimbox = { description: 'The DRIMbox', content: { 'application/json': { schema: DrimboxJson } } }

const list = createRoute({
  ...forAdministrators,
  method: 'get',
  path: '/v1/drimboxes',
  summary: 'DRIMboxes, in the order of their entry',
  request: { query: DrimboxQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: DrimboxPage } } },
    ...refusals(401, 403, 422),
  },
})

const read = createRoute({
  ...forAdministrators,
  method: 'get',
  path: '/v1/drimboxes/{id}',
  summary: 'One DRIMbox',
  request: { params },
  responses: { 200: oneDrimbox, ...refusals(401, 403, 404, 422) },
})

const register = createRoute({
  ...forAdministrators,
  method: 'post',
  path: '/v1/drimboxes',
  summary: 'Register a DRIMbox in service, with its certificate',
  request: { body: { required: true, content: { 'application/json': { schema: NewDrimbox } } } },
  responses: { 201: oneDrimbox, ...refusals(400, 401, 403, 404, 409, 410, 413, 415, 422) },
})

const act = <const Name extends string>(name: Name, summary: string) =>
  createRoute({
    ...forAdministrators,
    method: 'post',
    path: `/v1/drimboxes/{id}/${name}` as const,
    summary,
    request: {
      params,
      headers: ifMatchHeader,
      body: { required: true, content: { 'application/json': { schema: DrimboxAct } } },
    },
    responses: { 200: oneDrimbox, ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
  })

const suspend = act('suspend', 'Take its lines off the list until it is restored')
const restore = act('restore', 'End its suspension')
const withdraw = act('withdraw', 'Take it off the list for good; its number and names are never given again')

export function drimboxRoutes(world: World & { readonly zone: string }) {
  const view = async (principal: Principal, id: string): Promise<z.infer<typeof DrimboxJson>> => {
    const found = await world.inTransaction(principal, (tx) => viewDrimbox(tx, id), { readOnly: true })
    if (found === undefined) throw drimboxRefusals('drimbox-not-found')
    return toJson(found)
  }
  const acting =
    (useCase: (world: World, principal: Principal, input: DrimboxActInput) => Promise<Drimbox>) =>
    async (principal: Principal, input: DrimboxActInput) =>
      view(principal, (await useCase(world, principal, input)).id)
  const [suspending, restoring, withdrawing] = [suspendDrimbox, restoreDrimbox, withdrawDrimbox].map(
    acting,
  ) as [ReturnType<typeof acting>, ReturnType<typeof acting>, ReturnType<typeof acting>]

  return nounApp()
    .openapi(list, async (c) => {
      assertMayRead(c.var.principal, 'box.read')
      const query = c.req.valid('query')
      const rows = await world.inTransaction(c.var.principal, (tx) => listDrimboxes(tx, query), {
        readOnly: true,
        planOnce: true,
      })
      return c.json(
        toPage(rows, query.limit, ({ drimbox }) => drimbox.id, toJson),
        200,
      )
    })
    .openapi(read, async (c) => {
      const json = await view(c.var.principal, c.req.valid('param').id)
      assertMayRead(c.var.principal, 'box.read', json.operator.id)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(register, async (c) => {
      const { id } = await registerDrimbox(world, c.var.principal, c.req.valid('json'))
      const json = await view(c.var.principal, id)
      return c.json(json, 201, { etag: etagOf(json), location: `/v1/drimboxes/${id}` })
    })
    .openapi(suspend, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json'), version: expectedVersion(c) }
      const json = await suspending(c.var.principal, input)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(restore, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json'), version: expectedVersion(c) }
      const json = await restoring(c.var.principal, input)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(withdraw, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json'), version: expectedVersion(c) }
      const json = await withdrawing(c.var.principal, input)
      return c.json(json, 200, { etag: etagOf(json) })
    })
}

function toJson(view: DrimboxView): z.infer<typeof DrimboxJson> {
  const { drimbox } = view
  return {
    id: drimbox.id,
    version: drimbox.version,
    number: drimbox.number,
    operator: { id: drimbox.organisationId, name: view.operatorName },
    state: drimbox.state,
    suspensionLevel: drimbox.suspensionLevel,
    reason: drimbox.reason,
    onList: view.onList,
    wadoHost: view.wadoHost,
    viewerHost: view.viewerHost,
    supportContact: drimbox.supportContact,
    addedAt: drimbox.addedAt,
    certificates: view.certificates.map((certificate) => ({
      ...certificate,
      notBefore: certificate.notBefore?.toISOString() ?? null,
      notAfter: certificate.notAfter?.toISOString() ?? null,
    })),
    createdAt: drimbox.createdAt.toISOString(),
    updatedAt: drimbox.updatedAt.toISOString(),
  }
}
