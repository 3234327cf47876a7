import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Principal } from '../db/principal.ts'
import { DecisionJson } from '../decisions/decision.api.ts'
import { decisionJson } from '../decisions/decision.json.ts'
import { viewDecision } from '../decisions/decision.queries.ts'
import { actOf } from '../http/act.ts'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp, type HttpEnvironment } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { toPage } from '../http/pages.ts'
import { refusals } from '../http/problem.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { abandonAdmission } from './abandon-admission.ts'
import { acceptAdmission } from './accept-admission.ts'
import {
  Abandonment,
  Acceptance,
  AdmissionEdit,
  AdmissionJson,
  AdmissionPage,
  AdmissionQuery,
  AdmissionRefusal,
  AskedPieces,
  NewAdmission,
  Nothing,
  PieceGift,
  PieceJudgement,
  PieceKindParams,
} from './admission.api.ts'
import { admissionJson } from './admission.json.ts'
import { listAdmissions, viewAdmission, type AdmissionView } from './admission.queries.ts'
import { admissionRefusals } from './admission.refusals.ts'
import { askPieces } from './ask-pieces.ts'
import { changeAdmission } from './change-admission.ts'
import { claimAdmission } from './claim-admission.ts'
import { givePiece } from './give-piece.ts'
import { judgePiece } from './judge-piece.ts'
import { openAdmission } from './open-admission.ts'
import type { Space } from './pieces.ts'
import { refuseAdmission } from './refuse-admission.ts'
import { submitAdmission } from './submit-admission.ts'

const common = { middleware: signedIn, tags: ['admissions'], security: CREDENTIALS.person }
const params = z.object({ id: uuid })
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const oneAdmission = { description: 'The admission', content: json(AdmissionJson) }
const ACT_REFUSALS = [400, 401, 403, 404, 409, 412, 413, 415, 422, 428] as const

const list = createRoute({
  ...common,
  method: 'get',
  path: '/v1/admissions',
  summary: 'Admissions: one’s own; for the agency, all that were submitted',
  request: { query: AdmissionQuery },
  responses: { 200: { description: 'A page', content: json(AdmissionPage) }, ...refusals(401, 403, 422) },
})

const open = createRoute({
  ...common,
  method: 'post',
  path: '/v1/admissions',
  summary: 'Open a draft with what is known so far',
  request: { body: { required: true, content: json(NewAdmission) } },
  responses: { 201: oneAdmission, ...refusals(400, 401, 403, 409, 413, 415, 422, 429) },
})

const read = createRoute({
  ...common,
  method: 'get',
  path: '/v1/admissions/{id}',
  summary: 'One admission: its checklist, what is missing, whose turn it is and since when',
  request: { params },
  responses: { 200: oneAdmission, ...refusals(401, 403, 404, 422) },
})

const change = createRoute({
  ...common,
  method: 'patch',
  path: '/v1/admissions/{id}',
  summary: 'Fill in fields of a draft; null empties one',
  request: { params, headers: ifMatchHeader, body: { required: true, content: json(AdmissionEdit) } },
  responses: { 200: oneAdmission, ...refusals(...ACT_REFUSALS) },
})

const give = createRoute({
  ...common,
  method: 'put',
  path: '/v1/admissions/{id}/pieces/{kind}',
  summary: 'Hand in a piece of the checklist',
  request: {
    params: PieceKindParams,
    headers: ifMatchHeader,
    body: { required: true, content: json(PieceGift) },
  },
  responses: { 200: oneAdmission, ...refusals(...ACT_REFUSALS) },
})

const judge = createRoute({
  ...common,
  method: 'post',
  path: '/v1/admissions/{id}/pieces/{kind}/verdict',
  summary: 'What the reviewer finds of a piece',
  request: {
    params: PieceKindParams,
    headers: ifMatchHeader,
    body: { required: true, content: json(PieceJudgement) },
  },
  responses: { 200: oneAdmission, ...refusals(...ACT_REFUSALS) },
})

const event = <const Name extends string, Body extends z.ZodType>(name: Name, body: Body, summary: string) =>
  createRoute({
    ...common,
    method: 'post',
    path: `/v1/admissions/{id}/${name}` as const,
    summary,
    request: { params, headers: ifMatchHeader, body: { required: true, content: json(body) } },
    responses: { 200: oneAdmission, ...refusals(...ACT_REFUSALS) },
  })

const submit = event('submit', Nothing, 'Hand it to the agency; all that is missing is told at once')
const claim = event('claim', Nothing, 'Take the review upon oneself')
const ask = event('ask-pieces', AskedPieces, 'Send it back with a list of what is missing')
const refuse = event('refuse', AdmissionRefusal, 'Refuse, by a decider who did not review it (step-up)')
const abandon = event('abandon', Abandonment, 'Take one’s own request back')
const accept = createRoute({
  ...common,
  method: 'post',
  path: '/v1/admissions/{id}/accept',
  summary: 'Propose to accept; a decider completes it (step-up)',
  request: { params, headers: ifMatchHeader, body: { required: true, content: json(Acceptance) } },
  responses: {
    202: { description: 'A decision waits for a second person', content: json(DecisionJson) },
    ...refusals(...ACT_REFUSALS),
  },
})

export function admissionRoutes(world: World & { readonly space: Space }) {
  const shown = (c: Context<HttpEnvironment>, view: AdmissionView) =>
    admissionJson(view, {
      principal: c.var.principal,
      language: c.var.language,
      space: world.space,
      at: world.clock(),
    })
  const view = async (principal: Principal, id: string): Promise<AdmissionView> => {
    const found = await world.inTransaction(principal, (tx) => viewAdmission(tx, id), { readOnly: true })
    if (found === undefined) throw admissionRefusals('admission-not-found')
    return found
  }
  const answer = async (c: Context<HttpEnvironment>, id: string) => {
    const admission = shown(c, await view(c.var.principal, id))
    return [admission, 200, { etag: etagOf(admission) }] as const
  }
  const seen = (c: Context<HttpEnvironment>, id: string) => ({ id, version: expectedVersion(c) })

  return nounApp()
    .openapi(list, async (c) => {
      // A person sees their own, by row security; anybody else needs a right to see them all.
      if (c.var.principal.kind !== 'person') assertMay(c.var.principal, 'any.read')
      const { dueBefore, ...query } = c.req.valid('query')
      const filter = { ...query, ...(dueBefore === undefined ? {} : { dueBefore: new Date(dueBefore) }) }
      const rows = await world.inTransaction(c.var.principal, (tx) => listAdmissions(tx, filter), {
        readOnly: true,
      })
      return c.json(
        toPage(
          rows,
          query.limit,
          ({ admission }) => admission.id,
          (row) => shown(c, row),
        ),
        200,
      )
    })
    .openapi(open, async (c) => {
      const { id } = await openAdmission(world, c.var.principal, c.req.valid('json'))
      const admission = shown(c, await view(c.var.principal, id))
      return c.json(admission, 201, { etag: etagOf(admission), location: `/v1/admissions/${id}` })
    })
    .openapi(read, async (c) => {
      if (c.var.principal.kind === 'key') assertMay(c.var.principal, 'any.read')
      return c.json(...(await answer(c, c.req.valid('param').id)))
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      await changeAdmission(world, c.var.principal, seen(c, id), c.req.valid('json'))
      return c.json(...(await answer(c, id)))
    })
    .openapi(give, async (c) => {
      const { id, kind } = c.req.valid('param')
      await givePiece(world, c.var.principal, seen(c, id), { ...c.req.valid('json'), kind })
      return c.json(...(await answer(c, id)))
    })
    .openapi(judge, async (c) => {
      const { id, kind } = c.req.valid('param')
      await judgePiece(world, c.var.principal, seen(c, id), { ...c.req.valid('json'), kind })
      return c.json(...(await answer(c, id)))
    })
    .openapi(submit, async (c) => {
      const { id } = c.req.valid('param')
      await submitAdmission(world, c.var.principal, seen(c, id))
      return c.json(...(await answer(c, id)))
    })
    .openapi(claim, async (c) => {
      const { id } = c.req.valid('param')
      await claimAdmission(world, c.var.principal, seen(c, id))
      return c.json(...(await answer(c, id)))
    })
    .openapi(ask, async (c) => {
      const { id } = c.req.valid('param')
      await askPieces(world, c.var.principal, seen(c, id), c.req.valid('json'))
      return c.json(...(await answer(c, id)))
    })
    .openapi(accept, async (c) => {
      const { id } = c.req.valid('param')
      const { principal } = c.var
      const input = { ...c.req.valid('json'), act: await actOf(c) }
      const decision = await acceptAdmission(world, principal, seen(c, id), input)
      const found = await world.inTransaction(principal, (tx) => viewDecision(tx, decision.id), {
        readOnly: true,
      })
      return c.json(decisionJson(found!, principal), 202, {
        etag: etagOf(decision),
        location: `/v1/decisions/${decision.id}`,
      })
    })
    .openapi(refuse, async (c) => {
      const { id } = c.req.valid('param')
      const input = { ...c.req.valid('json'), act: await actOf(c) }
      await refuseAdmission(world, c.var.principal, seen(c, id), input)
      return c.json(...(await answer(c, id)))
    })
    .openapi(abandon, async (c) => {
      const { id } = c.req.valid('param')
      await abandonAdmission(world, c.var.principal, seen(c, id), c.req.valid('json'))
      return c.json(...(await answer(c, id)))
    })
}
