import { createRoute, z } from '@hono/zod-openapi'
import { actOf } from '../http/act.ts'
import { signedIn } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { answerStepUp } from './answer-step-up.ts'
import { askStepUp } from './ask-step-up.ts'
import { AUTHENTICATORS_ASKED, kindOf } from './authenticator.rules.ts'
import type { Authenticator } from './authenticator.ts'
import { endAuthenticator } from './end-authenticator.ts'
import { enrolAuthenticator, type EnrolmentParts } from './enrol-authenticator.ts'
import { listAuthenticators } from './list-authenticators.ts'
import { offerEnrolment } from './offer-enrolment.ts'
import {
  AnsweredStepUp,
  AuthenticatorJson,
  AuthenticatorList,
  EnrolmentJson,
  NewAuthenticator,
  NewStepUp,
  StepUpAnswer,
  StepUpJson,
} from './step-up.api.ts'

const forPersons = { middleware: signedIn, security: [{ session: [] }], tags: ['security keys'] }
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: json(schema) })

const ask = createRoute({
  ...forPersons,
  method: 'post',
  path: '/v1/step-ups',
  summary: 'What your security key is to sign, so that one call may be made',
  request: { body: body(NewStepUp) },
  responses: {
    201: { description: 'Asked', content: json(StepUpJson) },
    ...refusals(400, 401, 403, 409, 413, 415, 422, 429),
  },
})

const answer = createRoute({
  ...forPersons,
  method: 'post',
  path: '/v1/step-ups/{id}/answer',
  summary: 'The answer of your security key; the call is then made with X-Step-Up',
  request: { params: z.object({ id: uuid }), body: body(StepUpAnswer) },
  responses: {
    200: { description: 'It holds', content: json(AnsweredStepUp) },
    ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
})

const list = createRoute({
  ...forPersons,
  method: 'get',
  path: '/v1/me/authenticators',
  summary: 'Your security keys',
  responses: { 200: { description: 'All of them', content: json(AuthenticatorList) }, ...refusals(401, 403) },
})

const offer = createRoute({
  ...forPersons,
  method: 'post',
  path: '/v1/me/authenticators/options',
  summary: 'What a new security key is asked with',
  responses: {
    200: { description: 'Options, for five minutes', content: json(EnrolmentJson) },
    ...refusals(401, 403, 429),
  },
})

const enrol = createRoute({
  ...forPersons,
  method: 'post',
  path: '/v1/me/authenticators',
  summary: 'Enrol a security key; from the second one on with X-Step-Up',
  request: { body: body(NewAuthenticator) },
  responses: {
    201: { description: 'Enrolled', content: json(AuthenticatorJson) },
    ...refusals(400, 401, 403, 409, 413, 415, 422, 429),
  },
})

const end = createRoute({
  ...forPersons,
  method: 'delete',
  path: '/v1/me/authenticators/{id}',
  summary: 'End a security key, with X-Step-Up',
  request: { params: z.object({ id: uuid }) },
  responses: { 204: { description: 'Ended' }, ...refusals(401, 403, 404, 409, 422, 429) },
})

export function stepUpRoutes(world: World, parts: EnrolmentParts) {
  return nounApp()
    .openapi(ask, async (c) => {
      const { ifMatch = null, ...asked } = c.req.valid('json')
      const act = { ...asked, ifMatch, trustSpace: c.var.trustSpace }
      const stepUp = await askStepUp(world, c.var.principal, parts.relyingParty, act)
      return c.json(
        { ...stepUp, options: { ...stepUp.options }, expiresAt: stepUp.expiresAt.toISOString() },
        201,
      )
    })
    .openapi(answer, async (c) => {
      const answered = { ...c.req.valid('param'), ...c.req.valid('json') }
      const stepUp = await answerStepUp(world, c.var.principal, parts.relyingParty, answered)
      return c.json({ ...stepUp, expiresAt: stepUp.expiresAt.toISOString() }, 200)
    })
    .openapi(list, async (c) => {
      const keys = await listAuthenticators(world, c.var.principal)
      return c.json({ items: keys.map(toJson), next: null, asked: AUTHENTICATORS_ASKED }, 200)
    })
    .openapi(offer, async (c) => {
      const offered = await offerEnrolment(world, c.var.principal, parts.relyingParty, parts.policy)
      return c.json(
        { ...offered, options: { ...offered.options }, expiresAt: offered.expiresAt.toISOString() },
        200,
      )
    })
    .openapi(enrol, async (c) => {
      const asked = c.req.valid('json')
      const key = await enrolAuthenticator(world, c.var.principal, parts, asked, await actOf(c))
      return c.json(toJson(key), 201)
    })
    .openapi(end, async (c) => {
      await endAuthenticator(world, c.var.principal, c.req.valid('param').id, await actOf(c))
      return c.body(null, 204)
    })
}

function toJson(key: Authenticator): z.infer<typeof AuthenticatorJson> {
  return {
    id: key.id,
    label: key.label,
    kind: kindOf(key),
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  }
}
