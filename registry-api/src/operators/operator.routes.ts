import { createRoute, z } from '@hono/zod-openapi'
import { administratorsOnly } from '../http/authentication.ts'
import { etagOf } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { NewOperator, OperatorJson, OperatorPage, OperatorQuery } from './operator.api.ts'
import { listOperators, viewOperator, type OperatorView } from './operator.queries.ts'
import { operatorRefusals } from './operator.refusals.ts'
import { registerOperator } from './register-operator.ts'

const forAdministrators = {
  middleware: administratorsOnly,
  security: [{ adminKey: [] }],
  tags: ['operators'],
}

const list = createRoute({
  ...forAdministrators,
  method: 'get',
  path: '/v1/operators',
  summary: 'Operators, in the order of their entry',
  request: { query: OperatorQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: OperatorPage } } },
    ...refusals(401, 422),
  },
})

const read = createRoute({
  ...forAdministrators,
  method: 'get',
  path: '/v1/operators/{id}',
  summary: 'One operator',
  request: { params: z.object({ id: uuid }) },
  responses: {
    200: { description: 'The operator', content: { 'application/json': { schema: OperatorJson } } },
    ...refusals(401, 404, 422),
  },
})

const register = createRoute({
  ...forAdministrators,
  method: 'post',
  path: '/v1/operators',
  summary: 'Register an operator',
  request: { body: { required: true, content: { 'application/json': { schema: NewOperator } } } },
  responses: {
    201: { description: 'Registered', content: { 'application/json': { schema: OperatorJson } } },
    ...refusals(400, 401, 409, 413, 415, 422),
  },
})

export function operatorRoutes(world: World) {
  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const rows = await world.inTransaction(c.var.principal, (tx) => listOperators(tx, query), {
        readOnly: true,
      })
      return c.json(
        toPage(rows, query.limit, ({ id }) => id, toJson),
        200,
      )
    })
    .openapi(read, async (c) => {
      const { id } = c.req.valid('param')
      const operator = await world.inTransaction(c.var.principal, (tx) => viewOperator(tx, id), {
        readOnly: true,
      })
      if (operator === undefined) throw operatorRefusals('operator-not-found')
      return c.json(toJson(operator), 200, { etag: etagOf(operator) })
    })
    .openapi(register, async (c) => {
      const operator = await registerOperator(world, c.var.principal, c.req.valid('json'))
      return c.json(toJson({ ...operator, drimboxCount: 0 }), 201, {
        etag: etagOf(operator),
        location: `/v1/operators/${operator.id}`,
      })
    })
}

function toJson(operator: OperatorView): z.infer<typeof OperatorJson> {
  return {
    ...operator,
    createdAt: operator.createdAt.toISOString(),
    updatedAt: operator.updatedAt.toISOString(),
  }
}
