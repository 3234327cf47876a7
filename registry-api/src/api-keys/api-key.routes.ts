import { createRoute, z } from '@hono/zod-openapi'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import { may } from '../rights/rights.rules.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { adoptApiKey } from './adopt-api-key.ts'
import { ApiKeyJson, ApiKeyPage, ApiKeyQuery, CreatedApiKey, NewApiKeyJson } from './api-key.api.ts'
import { nameOfKey } from './api-key.ts'
import { createApiKey } from './create-api-key.ts'
import { listApiKeys, viewApiKey, type ApiKeyView } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'

const forAdministrators = { middleware: signedIn, security: [{ session: [] }], tags: ['API keys'] }
const params = z.object({ id: uuid })
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })

const list = createRoute({
  ...forAdministrators,
  method: 'get',
  path: '/v1/api-keys',
  summary: 'The keys of an organisation, the newest first',
  request: { query: ApiKeyQuery },
  responses: { 200: { description: 'A page', content: json(ApiKeyPage) }, ...refusals(401, 403, 422) },
})

const create = createRoute({
  ...forAdministrators,
  method: 'post',
  path: '/v1/api-keys',
  summary: 'Make a key; it is shown in this answer and never again',
  request: { body: { required: true, content: json(NewApiKeyJson) } },
  responses: {
    201: { description: 'Made', content: json(CreatedApiKey) },
    ...refusals(400, 401, 403, 409, 413, 415, 422),
  },
})

const revoke = createRoute({
  ...forAdministrators,
  method: 'delete',
  path: '/v1/api-keys/{id}',
  summary: 'Revoke a key for good',
  request: { params, headers: ifMatchHeader },
  responses: { 204: { description: 'Revoked' }, ...refusals(401, 403, 404, 409, 412, 422, 428) },
})

const adopt = createRoute({
  ...forAdministrators,
  method: 'post',
  path: '/v1/api-keys/{id}/adopt',
  summary: 'Take over a key whose holder has left',
  request: { params, headers: ifMatchHeader },
  responses: {
    200: { description: 'Yours', content: json(ApiKeyJson) },
    ...refusals(401, 403, 404, 409, 412, 422, 428),
  },
})

export function apiKeyRoutes(world: World) {
  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { principal } = c.var
      const rows = await listApiKeys(world, principal, query)
      return c.json(
        toPage(
          rows,
          query.limit,
          ({ key }) => key.id,
          (view) => toJson(principal, view),
        ),
        200,
      )
    })
    .openapi(create, async (c) => {
      const { principal } = c.var
      const { key, whole } = await createApiKey(world, principal, c.req.valid('json'))
      const view = await viewApiKey(world, principal, key.id)
      return c.json({ ...toJson(principal, view), key: whole }, 201, { etag: etagOf(key) })
    })
    .openapi(revoke, async (c) => {
      await revokeApiKey(world, c.var.principal, { ...c.req.valid('param'), version: expectedVersion(c) })
      return c.body(null, 204)
    })
    .openapi(adopt, async (c) => {
      const { id } = c.req.valid('param')
      const { principal } = c.var
      await adoptApiKey(world, principal, { id, version: expectedVersion(c) })
      const view = await viewApiKey(world, principal, id)
      return c.json(toJson(principal, view), 200, { etag: etagOf(view.key) })
    })
}

/** Of the agency, only who deals with people reads who they are; a team reads its own. */
function toJson(principal: Principal, { key, state, holderName }: ApiKeyView): z.infer<typeof ApiKeyJson> {
  const isTeam = principal.memberships.some(({ organisationId }) => organisationId === key.organisationId)
  return {
    id: key.id,
    version: key.version,
    organisationId: key.organisationId,
    name: key.name,
    prefix: nameOfKey(key),
    scopes: [...key.scopes],
    state,
    holder: { id: key.personId, name: isTeam || may(principal, 'person.read') ? holderName : null },
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt.toISOString(),
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  }
}
