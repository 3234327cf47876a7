import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../db/principal.ts'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { sequence } from '../http/fields.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { abandonPublication } from './abandon-publication.ts'
import { approvePublication } from './approve-publication.ts'
import { NewApproval, PublicationJson, PublicationPage, PublicationQuery } from './publication.api.ts'
import {
  listPublications,
  readContent,
  viewPublication,
  type PublicationView,
} from './publication.queries.ts'
import { publicationRefusals } from './publication.refusals.ts'
import type { RequestPublication } from './request-publication.ts'
import type { SignerClient } from './signer.client.ts'

const forAdministrators = {
  middleware: signedIn,
  security: CREDENTIALS.any,
  tags: ['publications'],
}
const params = z.object({ sequence })
const onePublication = {
  description: 'The publication',
  content: { 'application/json': { schema: PublicationJson } },
}

const list = createRoute({
  ...forAdministrators,
  method: 'get',
  path: '/v1/publications',
  summary: 'Publications, newest first',
  request: { query: PublicationQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: PublicationPage } } },
    ...refusals(401, 403, 422),
  },
})

const read = createRoute({
  ...forAdministrators,
  method: 'get',
  path: '/v1/publications/{sequence}',
  summary: 'One publication; of several drafts of one number, the newest',
  request: { params },
  responses: { 200: onePublication, ...refusals(401, 403, 404, 422) },
})

const content = createRoute({
  ...forAdministrators,
  method: 'get',
  path: '/v1/publications/{sequence}/content.xml',
  summary: 'The unsigned canonical list of a publication: what an approval names by its SHA-256',
  request: { params },
  responses: {
    200: { description: 'Canonical XML', content: { 'application/xml': { schema: z.string() } } },
    ...refusals(401, 403, 404, 422),
  },
})

const publish = createRoute({
  ...forAdministrators,
  method: 'post',
  path: '/v1/publications',
  summary: 'Publish now: what changed, or else the same lines signed again',
  responses: {
    200: {
      ...onePublication,
      description: 'The publication that came of it: served, awaiting approvals, or refused',
    },
    ...refusals(401, 403, 409, 503),
  },
})

const approve = createRoute({
  ...forAdministrators,
  method: 'post',
  path: '/v1/publications/{sequence}/approvals',
  summary: 'Hand in an approval',
  request: { params, body: { required: true, content: { 'application/json': { schema: NewApproval } } } },
  responses: { 201: onePublication, ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 503) },
})

const abandon = createRoute({
  ...forAdministrators,
  method: 'post',
  path: '/v1/publications/{sequence}/abandon',
  summary: 'Give an attempt up; a number that was taken is burnt',
  request: { params, headers: ifMatchHeader },
  responses: { 200: onePublication, ...refusals(401, 403, 404, 409, 412, 422, 428) },
})

export function publicationRoutes(
  world: World & { readonly trustSpace: string },
  requestPublication: RequestPublication,
  signer: Pick<SignerClient, 'state'>,
) {
  const view = async (principal: Principal, number: number): Promise<z.infer<typeof PublicationJson>> => {
    const found = await world.inTransaction(principal, (tx) => viewPublication(tx, number), {
      readOnly: true,
    })
    if (found === undefined) throw publicationRefusals('publication-not-found', { sequence: number })
    return toJson(found)
  }
  return nounApp()
    .openapi(list, async (c) => {
      assertMay(c.var.principal, 'list.read')
      const query = c.req.valid('query')
      const rows = await world.inTransaction(c.var.principal, (tx) => listPublications(tx, query), {
        readOnly: true,
      })
      return c.json(
        toPage(rows, query.limit, ({ id }) => id, toJson),
        200,
      )
    })
    .openapi(read, async (c) => {
      assertMay(c.var.principal, 'list.read')
      const json = await view(c.var.principal, c.req.valid('param').sequence)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(content, async (c) => {
      assertMay(c.var.principal, 'list.read')
      const number = c.req.valid('param').sequence
      const bytes = await world.inTransaction(c.var.principal, (tx) => readContent(tx, number), {
        readOnly: true,
      })
      if (bytes === undefined) throw publicationRefusals('publication-not-found', { sequence: number })
      return c.body(Uint8Array.from(bytes), 200, { 'content-type': 'application/xml' })
    })
    .openapi(publish, async (c) => {
      assertMay(c.var.principal, 'list.draft')
      const publication = await requestPublication(c.var.principal)
      const json = await view(c.var.principal, publication.sequence)
      return c.json(json, 200, { etag: etagOf(json) })
    })
    .openapi(approve, async (c) => {
      assertMay(c.var.principal, 'list.approve')
      const number = c.req.valid('param').sequence
      const input = { sequence: number, ...c.req.valid('json') }
      await approvePublication(world, c.var.principal, input, signer)
      const json = await view(c.var.principal, number)
      return c.json(json, 201, { etag: etagOf(json) })
    })
    .openapi(abandon, async (c) => {
      assertMay(c.var.principal, 'list.draft')
      const number = c.req.valid('param').sequence
      await abandonPublication(world, c.var.principal, { sequence: number, version: expectedVersion(c) })
      const json = await view(c.var.principal, number)
      return c.json(json, 200, { etag: etagOf(json) })
    })
}

function toJson(publication: PublicationView): z.infer<typeof PublicationJson> {
  const { added, removed, changed, signedAt, refusalCode, refusalDetail } = publication
  return {
    id: publication.id,
    version: publication.version,
    sequence: publication.sequence,
    state: publication.state,
    kind: publication.kind,
    baseSequence: publication.baseSequence,
    baseDigest: publication.baseDigest,
    contentDigest: publication.contentDigest,
    entryCount: publication.entryCount,
    changes: { added, removed, changed },
    approvals: publication.approvals,
    approvalsNeeded: publication.approvalsNeeded,
    createdAt: publication.createdAt.toISOString(),
    updatedAt: publication.updatedAt.toISOString(),
    ...(signedAt === null ? {} : { signedAt: signedAt.toISOString() }),
    ...(refusalCode === null ? {} : { refusal: { code: refusalCode, detail: refusalDetail ?? '' } }),
  }
}
