import { createRoute, z } from '@hono/zod-openapi'
import { isAgency } from '../db/principal.ts'
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
import { draftReferenceDocument } from './draft-reference-document.ts'
import { publishReferenceDocument } from './publish-reference-document.ts'
import {
  NewReferenceDocument,
  ReferenceDocumentJson,
  ReferenceDocumentPage,
  ReferenceDocumentPublication,
  ReferenceDocumentQuery,
} from './reference-document.api.ts'
import { referenceDocumentJson } from './reference-document.json.ts'
import { listReferenceDocuments } from './reference-document.queries.ts'

const tags = ['reference documents']
const forPeople = { middleware: signedIn, security: CREDENTIALS.person, tags }

const list = createRoute({
  method: 'get',
  path: '/v1/reference-documents',
  tags,
  summary: 'The texts that organisations commit to, each version of them; drafts for the agency alone',
  request: { query: ReferenceDocumentQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: ReferenceDocumentPage } } },
    ...refusals(422),
  },
})

const draft = createRoute({
  ...forPeople,
  method: 'post',
  path: '/v1/reference-documents',
  summary: 'Enter a version as a draft',
  request: { body: { required: true, content: { 'application/json': { schema: NewReferenceDocument } } } },
  responses: {
    201: { description: 'Entered', content: { 'application/json': { schema: ReferenceDocumentJson } } },
    ...refusals(400, 401, 403, 409, 413, 415, 422),
  },
})

const publish = createRoute({
  ...forPeople,
  method: 'post',
  path: '/v1/reference-documents/{id}/publish',
  summary: 'Propose to publish a version; an official one replaces the one before (step-up)',
  request: {
    params: z.object({ id: uuid }),
    headers: ifMatchHeader,
    body: { required: true, content: { 'application/json': { schema: ReferenceDocumentPublication } } },
  },
  responses: {
    202: {
      description: 'Proposed: another person decides',
      content: { 'application/json': { schema: DecisionJson } },
    },
    ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
  },
})

export function referenceDocumentRoutes(world: World) {
  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { principal } = c.var
      const sees = { drafts: isAgency(principal) || principal.kind === 'operations' }
      const rows = await world.inTransaction(principal, (tx) => listReferenceDocuments(tx, query, sees), {
        readOnly: true,
      })
      return c.json(
        toPage(rows, query.limit, ({ id }) => id, referenceDocumentJson),
        200,
      )
    })
    .openapi(draft, async (c) => {
      const row = await draftReferenceDocument(world, c.var.principal, c.req.valid('json'))
      return c.json(referenceDocumentJson(row), 201, { etag: etagOf(row) })
    })
    .openapi(publish, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      const { principal } = c.var
      const { id } = await publishReferenceDocument(world, principal, input, await actOf(c))
      const decision = await world.inTransaction(principal, (tx) => viewDecision(tx, id), { readOnly: true })
      return c.json(decisionJson(decision!, principal), 202)
    })
}
