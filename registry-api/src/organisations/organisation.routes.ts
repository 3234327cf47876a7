import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../db/principal.ts'
import { DecisionJson } from '../decisions/decision.api.ts'
import { decisionJson } from '../decisions/decision.json.ts'
import { viewDecision } from '../decisions/decision.queries.ts'
import { actOf } from '../http/act.ts'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import { editOrganisation } from './edit-organisation.ts'
import {
  NewOperator,
  OperatorJson,
  OperatorPage,
  OperatorQuery,
  OrganisationEdit,
  OrganisationJson,
  OrganisationPage,
  OrganisationQuery,
  RegisteredOperator,
} from './organisation.api.ts'
import {
  listOrganisations,
  listPublicOperators,
  viewOrganisation,
  viewPublicOperator,
  type PublicOperator,
} from './organisation.queries.ts'
import { organisationRefusals } from './organisation.refusals.ts'
import { registerOrganisation } from './register-organisation.ts'
import { renameOrganisation } from './rename-organisation.ts'

const list = createRoute({
  method: 'get',
  path: '/v1/operators',
  tags: ['organisations'],
  summary: 'Members of the trust space, in the order of their numbers',
  request: { query: OperatorQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: OperatorPage } } },
    ...refusals(422),
  },
})

const read = createRoute({
  method: 'get',
  path: '/v1/operators/{number}',
  tags: ['organisations'],
  summary: 'One member',
  request: { params: z.object({ number: z.string().max(20) }) },
  responses: {
    200: { description: 'The member', content: { 'application/json': { schema: OperatorJson } } },
    ...refusals(404, 422),
  },
})

const register = createRoute({
  method: 'post',
  path: '/v1/operators',
  middleware: signedIn,
  security: CREDENTIALS.operations,
  tags: ['organisations'],
  summary: 'Register an organisation whose commitment is in force (operations key, mode demo)',
  request: { body: { required: true, content: { 'application/json': { schema: NewOperator } } } },
  responses: {
    201: { description: 'Registered', content: { 'application/json': { schema: RegisteredOperator } } },
    ...refusals(400, 401, 403, 409, 413, 415, 422),
  },
})

const listAll = createRoute({
  method: 'get',
  path: '/v1/organisations',
  middleware: signedIn,
  security: CREDENTIALS.any,
  tags: ['organisations'],
  summary: 'Organisations: all of them for the agency, their own for the others',
  request: { query: OrganisationQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: OrganisationPage } } },
    ...refusals(401, 403, 422),
  },
})

const params = z.object({ id: uuid })
const oneOrganisation = {
  description: 'The organisation',
  content: { 'application/json': { schema: OrganisationJson } },
}

const readOne = createRoute({
  method: 'get',
  path: '/v1/organisations/{id}',
  middleware: signedIn,
  security: CREDENTIALS.any,
  tags: ['organisations'],
  summary: 'One organisation, for its own people and the agency',
  request: { params },
  responses: { 200: oneOrganisation, ...refusals(401, 403, 404, 422) },
})

const edit = createRoute({
  method: 'patch',
  path: '/v1/organisations/{id}',
  middleware: signedIn,
  security: CREDENTIALS.person,
  tags: ['organisations'],
  summary: 'Change its identifiers; a name is proposed by a reviewer and decided by another person (step-up)',
  request: {
    params,
    headers: ifMatchHeader,
    body: { required: true, content: { 'application/json': { schema: OrganisationEdit } } },
  },
  responses: {
    200: oneOrganisation,
    202: {
      description: 'A decision waits for a second person',
      content: { 'application/json': { schema: DecisionJson } },
    },
    ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
  },
})

export function organisationRoutes(world: World & { readonly space: 'TEST' | 'PRODUCTION' }) {
  const view = async (principal: Principal, id: string) => {
    const found = await world.inTransaction(principal, (tx) => viewOrganisation(tx, id), { readOnly: true })
    if (found === undefined) throw organisationRefusals('organisation-not-found')
    return toOrganisationJson(found)
  }
  return nounApp()
    .openapi(listAll, async (c) => {
      assertMayRead(c.var.principal, 'org.read')
      const query = c.req.valid('query')
      const rows = await world.inTransaction(c.var.principal, (tx) => listOrganisations(tx, query), {
        readOnly: true,
      })
      return c.json(
        toPage(rows, query.limit, ({ id }) => id, toOrganisationJson),
        200,
      )
    })
    .openapi(readOne, async (c) => {
      const organisation = await view(c.var.principal, c.req.valid('param').id)
      assertMayRead(c.var.principal, 'org.read', organisation.id)
      return c.json(organisation, 200, { etag: etagOf(organisation) })
    })
    .openapi(edit, async (c) => {
      const { principal } = c.var
      const { id } = c.req.valid('param')
      const { displayName, legalName, ...rest } = c.req.valid('json')
      const seen = { id, version: expectedVersion(c) }
      const isRenaming = displayName !== undefined || legalName !== undefined
      if (isRenaming && Object.keys(rest).length > 0) throw organisationRefusals('names-change-alone')
      if (!isRenaming) {
        await editOrganisation(world, principal, seen, rest)
        const organisation = await view(principal, id)
        return c.json(organisation, 200, { etag: etagOf(organisation) })
      }
      const renaming = { displayName, legalName }
      const decision = await renameOrganisation(world, principal, seen, renaming, await actOf(c))
      const found = await world.inTransaction(principal, (tx) => viewDecision(tx, decision.id), {
        readOnly: true,
      })
      return c.json(decisionJson(found!, principal), 202, {
        etag: etagOf(decision),
        location: `/v1/decisions/${decision.id}`,
      })
    })
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const rows = await world.inTransaction(c.var.principal, (tx) => listPublicOperators(tx, query), {
        readOnly: true,
      })
      return c.json(
        toPage(rows, query.limit, ({ publicNumber }) => publicNumber, toJson),
        200,
      )
    })
    .openapi(read, async (c) => {
      const { number } = c.req.valid('param')
      const found = await world.inTransaction(c.var.principal, (tx) => viewPublicOperator(tx, number), {
        readOnly: true,
      })
      if (found === undefined) throw organisationRefusals('organisation-not-found')
      return c.json(toJson(found), 200)
    })
    .openapi(register, async (c) => {
      const organisation = await registerOrganisation(world, c.var.principal, c.req.valid('json'))
      const { id, version, publicNumber: number, displayName: name, kinds, createdAt } = organisation
      return c.json(
        { id, version, number, name, kinds: [...kinds], createdAt: createdAt.toISOString() },
        201,
        { etag: etagOf(organisation) },
      )
    })
}

function toOrganisationJson(
  row: Awaited<ReturnType<typeof listOrganisations>>[number],
): z.infer<typeof OrganisationJson> {
  return OrganisationJson.parse({
    ...row,
    number: row.publicNumber,
    structureIdentifier: row.structureId === null ? null : `${row.structureIdType}${row.structureId}`,
    admittedAt: row.admittedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  })
}

function toJson(operator: PublicOperator): z.infer<typeof OperatorJson> {
  return {
    number: operator.publicNumber,
    displayName: operator.displayName,
    kinds: operator.kinds,
    memberSince: operator.memberSince?.toISOString() ?? null,
  }
}
