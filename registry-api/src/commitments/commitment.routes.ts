import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../db/principal.ts'
import { DecisionJson } from '../decisions/decision.api.ts'
import { decisionJson } from '../decisions/decision.json.ts'
import { viewDecision } from '../decisions/decision.queries.ts'
import type { Decision } from '../decisions/decision.ts'
import { actOf } from '../http/act.ts'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { claimCommitment } from './claim-commitment.ts'
import {
  CommitmentCountersignature,
  CommitmentCut,
  CommitmentEdit,
  CommitmentEnd,
  CommitmentFreeze,
  CommitmentJson,
  CommitmentNotice,
  CommitmentPage,
  CommitmentQuery,
  CommitmentRestoration,
  CommitmentReturn,
  CommitmentSubmission,
  NewCommitment,
  NoBody,
} from './commitment.api.ts'
import { commitmentJson } from './commitment.json.ts'
import { listCommitments, viewCommitment } from './commitment.queries.ts'
import { commitmentRefusals } from './commitment.refusals.ts'
import type { Commitment } from './commitment.ts'
import { countersignCommitment } from './countersign-commitment.ts'
import { cutCommitment } from './cut-commitment.ts'
import { editCommitment } from './edit-commitment.ts'
import { endCommitment } from './end-commitment.ts'
import { freezeCommitment } from './freeze-commitment.ts'
import { giveNotice } from './give-notice.ts'
import { openNextCommitment } from './open-commitment.ts'
import { restoreCommitment } from './restore-commitment.ts'
import { returnCommitment } from './return-commitment.ts'
import { submitCommitment } from './submit-commitment.ts'

const tags = ['commitments']
const forReaders = { middleware: signedIn, security: CREDENTIALS.any, tags }
const forPeople = { middleware: signedIn, security: CREDENTIALS.person, tags }
const params = z.object({ id: uuid })
const oneCommitment = {
  description: 'The commitment',
  content: { 'application/json': { schema: CommitmentJson } },
}
const oneDecision = {
  description: 'Proposed: another person decides',
  content: { 'application/json': { schema: DecisionJson } },
}
const json = <Body extends z.ZodType>(schema: Body) => ({
  required: true as const,
  content: { 'application/json': { schema } },
})
const refused = refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 428)

const list = createRoute({
  ...forReaders,
  method: 'get',
  path: '/v1/commitments',
  summary: 'Commitments, in the order of their entry: one’s own, or all of them for the agency',
  request: { query: CommitmentQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: CommitmentPage } } },
    ...refusals(401, 403, 422),
  },
})
const read = createRoute({
  ...forReaders,
  method: 'get',
  path: '/v1/commitments/{id}',
  summary: 'One commitment',
  request: { params },
  responses: { 200: oneCommitment, ...refusals(401, 403, 404, 422) },
})
const open = createRoute({
  ...forPeople,
  method: 'post',
  path: '/v1/commitments',
  summary: 'Open the next commitment of one’s organisation, for a new version of the text',
  request: { body: json(NewCommitment) },
  responses: { 201: oneCommitment, ...refusals(400, 401, 403, 404, 409, 413, 415, 422) },
})
const edit = createRoute({
  ...forPeople,
  method: 'patch',
  path: '/v1/commitments/{id}',
  summary: 'Fill in a draft',
  request: { params, headers: ifMatchHeader, body: json(CommitmentEdit) },
  responses: { 200: oneCommitment, ...refused },
})

const event = <const Name extends string, Body extends z.ZodType>(
  name: Name,
  body: Body,
  summary: string,
) => ({
  ...forPeople,
  method: 'post' as const,
  path: `/v1/commitments/{id}/${name}` as const,
  summary,
  request: { params, headers: ifMatchHeader, body: json(body) },
})
const atOnce = { 200: oneCommitment, ...refused }
const byTwo = { 202: oneDecision, ...refused }
const either = { 200: oneCommitment, 202: oneDecision, ...refused }

const submit = createRoute({
  ...event('submit', CommitmentSubmission, 'Hand in the signed text (step-up)'),
  responses: atOnce,
})
const claim = createRoute({
  ...event('claim', NoBody, 'Take its reading upon oneself'),
  responses: atOnce,
})
const giveBack = createRoute({
  ...event('return', CommitmentReturn, 'Give it back to be completed'),
  responses: atOnce,
})
const countersign = createRoute({
  ...event('countersign', CommitmentCountersignature, 'Propose to countersign what was read (step-up)'),
  responses: byTwo,
})
const freeze = createRoute({
  ...event('freeze', CommitmentFreeze, 'Propose a freeze: lines stay, nothing new enters (step-up)'),
  responses: byTwo,
})
const cut = createRoute({
  ...event('cut', CommitmentCut, 'Take all its lines off: at once for safety, or proposed (step-up)'),
  responses: either,
})
const restore = createRoute({
  ...event('restore', CommitmentRestoration, 'Propose to bring it back to the state it had (step-up)'),
  responses: byTwo,
})
const notice = createRoute({
  ...event(
    'give-notice',
    CommitmentNotice,
    'Give notice: one’s own at once, the agency’s proposed (step-up)',
  ),
  responses: either,
})
const end = createRoute({
  ...event('end', CommitmentEnd, 'Propose its end: its DRIMboxes are withdrawn for good (step-up)'),
  responses: byTwo,
})

export function commitmentRoutes(world: World & { readonly space: 'TEST' | 'PRODUCTION' }) {
  const view = async (principal: Principal, id: string): Promise<z.infer<typeof CommitmentJson>> => {
    const found = await world.inTransaction(principal, (tx) => viewCommitment(tx, id), { readOnly: true })
    if (found === undefined) throw commitmentRefusals('commitment-not-found')
    assertMayRead(principal, 'commitment.read', found.organisation.id)
    return commitmentJson(found, principal)
  }
  const proposed = async (principal: Principal, { id }: Decision): Promise<z.infer<typeof DecisionJson>> => {
    const found = await world.inTransaction(principal, (tx) => viewDecision(tx, id), { readOnly: true })
    return decisionJson(found!, principal)
  }
  const isDecision = (outcome: Commitment | Decision): outcome is Decision => 'class' in outcome

  return nounApp()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { principal } = c.var
      assertMayRead(principal, 'commitment.read', query.organisation)
      const rows = await world.inTransaction(principal, (tx) => listCommitments(tx, query), {
        readOnly: true,
        planOnce: true,
      })
      return c.json(
        toPage(
          rows,
          query.limit,
          ({ commitment }) => commitment.id,
          (row) => commitmentJson(row, principal),
        ),
        200,
      )
    })
    .openapi(read, async (c) => {
      const one = await view(c.var.principal, c.req.valid('param').id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(open, async (c) => {
      const { id } = await openNextCommitment(world, c.var.principal, c.req.valid('json'))
      const one = await view(c.var.principal, id)
      return c.json(one, 201, { etag: etagOf(one), location: `/v1/commitments/${id}` })
    })
    .openapi(edit, async (c) => {
      const seen = { ...c.req.valid('param'), version: expectedVersion(c) }
      await editCommitment(world, c.var.principal, seen, c.req.valid('json'))
      const one = await view(c.var.principal, seen.id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(submit, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      await submitCommitment(world, c.var.principal, input, await actOf(c))
      const one = await view(c.var.principal, input.id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(claim, async (c) => {
      const seen = { ...c.req.valid('param'), version: expectedVersion(c) }
      await claimCommitment(world, c.var.principal, seen)
      const one = await view(c.var.principal, seen.id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(giveBack, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      await returnCommitment(world, c.var.principal, input)
      const one = await view(c.var.principal, input.id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(countersign, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      const decision = await countersignCommitment(world, c.var.principal, input, await actOf(c))
      return c.json(await proposed(c.var.principal, decision), 202)
    })
    .openapi(freeze, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      const decision = await freezeCommitment(world, c.var.principal, input, await actOf(c))
      return c.json(await proposed(c.var.principal, decision), 202)
    })
    .openapi(cut, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      const outcome = await cutCommitment(world, c.var.principal, input, await actOf(c))
      if (isDecision(outcome)) return c.json(await proposed(c.var.principal, outcome), 202)
      const one = await view(c.var.principal, input.id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(restore, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      const decision = await restoreCommitment(world, c.var.principal, input, await actOf(c))
      return c.json(await proposed(c.var.principal, decision), 202)
    })
    .openapi(notice, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      const outcome = await giveNotice(world, c.var.principal, input, await actOf(c))
      if (isDecision(outcome)) return c.json(await proposed(c.var.principal, outcome), 202)
      const one = await view(c.var.principal, input.id)
      return c.json(one, 200, { etag: etagOf(one) })
    })
    .openapi(end, async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.valid('param'), version: expectedVersion(c) }
      const decision = await endCommitment(world, c.var.principal, input, await actOf(c))
      return c.json(await proposed(c.var.principal, decision), 202)
    })
}
