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
import { toPage } from '../http/pages.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { refusals } from '../http/problem.ts'
import { assertMayRead, may } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { listMembers, viewMember, type Member } from './account.queries.ts'
import { changeMembership } from './change-membership.ts'
import { confirmMembership } from './confirm-membership.ts'
import { endMembership } from './end-membership.ts'
import { MemberJson, MemberPage, MemberQuery, MembershipPatch } from './membership.api.ts'
import { membershipRefusals } from './membership.refusals.ts'

const forMembers = { middleware: signedIn, security: CREDENTIALS.person, tags: ['members'] }
const params = z.object({ id: uuid })
const member = { content: { 'application/json': { schema: MemberJson } } } as const

const list = createRoute({
  ...forMembers,
  method: 'get',
  path: '/v1/memberships',
  summary: 'The members of an organisation',
  request: { query: MemberQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: MemberPage } } },
    ...refusals(401, 403, 422),
  },
})

const read = createRoute({
  ...forMembers,
  method: 'get',
  path: '/v1/memberships/{id}',
  summary: 'One member',
  request: { params },
  responses: { 200: { description: 'The member', ...member }, ...refusals(401, 403, 404, 422) },
})

const change = createRoute({
  ...forMembers,
  method: 'patch',
  path: '/v1/memberships/{id}',
  summary: 'Give a member other roles, or an end',
  request: {
    params,
    headers: ifMatchHeader,
    body: { required: true, content: { 'application/json': { schema: MembershipPatch } } },
  },
  responses: {
    200: { description: 'Changed', ...member },
    202: {
      description: 'A role of the agency: a second administrator approves it',
      content: { 'application/json': { schema: DecisionJson } },
    },
    ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
  },
})

const end = createRoute({
  ...forMembers,
  method: 'delete',
  path: '/v1/memberships/{id}',
  summary: 'End a membership: a member’s, or one’s own',
  request: { params, headers: ifMatchHeader },
  responses: { 204: { description: 'Ended' }, ...refusals(401, 403, 404, 409, 412, 422, 428) },
})

const confirm = createRoute({
  ...forMembers,
  method: 'post',
  path: '/v1/memberships/{id}/confirm',
  summary: 'Confirm a member who waits, as a second administrator',
  request: { params, headers: ifMatchHeader },
  responses: {
    200: { description: 'A member from now on', ...member },
    ...refusals(401, 403, 404, 409, 412, 422, 428),
  },
})

export function membershipRoutes(world: World) {
  const viewed = async (principal: Principal, id: string): Promise<Member> => {
    const found = await world.inTransaction(principal, (tx) => viewMember(tx, id), { readOnly: true })
    if (found === undefined) throw membershipRefusals('membership-not-found')
    return found
  }
  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { principal } = c.var
      assertKeyReads(principal)
      const rows = await world.inTransaction(principal, (tx) => listMembers(tx, query), { readOnly: true })
      return c.json(
        toPage(
          rows,
          query.limit,
          ({ id }) => id,
          (row) => toJson(principal, row),
        ),
        200,
      )
    })
    .openapi(read, async (c) => {
      assertKeyReads(c.var.principal)
      const found = await viewed(c.var.principal, c.req.valid('param').id)
      return c.json(toJson(c.var.principal, found), 200, { etag: etagOf(found) })
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const { roles, until } = c.req.valid('json')
      const { principal } = c.var
      const outcome = await changeMembership(
        world,
        principal,
        { id, version: expectedVersion(c), roles, until: until === null ? null : new Date(until) },
        await actOf(c),
      )
      if ('class' in outcome) {
        const found = await world.inTransaction(principal, (tx) => viewDecision(tx, outcome.id), {
          readOnly: true,
        })
        return c.json(decisionJson(found!, principal), 202)
      }
      return c.json(toJson(principal, await viewed(principal, id)), 200, { etag: etagOf(outcome) })
    })
    .openapi(end, async (c) => {
      const { id } = c.req.valid('param')
      await endMembership(world, c.var.principal, { id, version: expectedVersion(c) })
      return c.body(null, 204)
    })
    .openapi(confirm, async (c) => {
      const { id } = c.req.valid('param')
      const { principal } = c.var
      const saved = await confirmMembership(
        world,
        principal,
        { id, version: expectedVersion(c) },
        await actOf(c),
      )
      return c.json(toJson(principal, await viewed(principal, id)), 200, { etag: etagOf(saved) })
    })
}

/** A team sees its members, whatever their roles; a key needs its scope all the same. */
function assertKeyReads(principal: Principal): void {
  if (principal.kind === 'key') assertMayRead(principal, 'org.read')
}

/** Of the agency, only who deals with people reads who they are; a team reads its own. */
function toJson(principal: Principal, row: Member): z.infer<typeof MemberJson> {
  const isTeam = principal.memberships.some(({ organisationId }) => organisationId === row.organisationId)
  const knowsPeople =
    isTeam ||
    principal.personId === row.person.id ||
    principal.kind === 'operations' ||
    may(principal, 'person.read') ||
    may(principal, 'member.grant')
  return {
    ...row,
    person: knowsPeople ? row.person : { id: row.person.id, name: null, mail: null },
    from: row.from.toISOString(),
    until: row.until?.toISOString() ?? null,
  }
}
