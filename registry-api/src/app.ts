import { OpenAPIHono } from '@hono/zod-openapi'
import type { Trust } from '@trust-space/whitelist'
import { apiKeyRoutes } from './api-keys/api-key.routes.ts'
import { membershipEffects } from './accounts/membership.effects.ts'
import { invitationRoutes } from './accounts/invitation.routes.ts'
import { membershipRoutes } from './accounts/membership.routes.ts'
import type { ProviderClient } from './accounts/provider.client.ts'
import { sessionRoutes } from './accounts/session.routes.ts'
import { signInRoutes } from './accounts/sign-in.routes.ts'
import { admissionEffects } from './admissions/admission.effects.ts'
import { admissionRoutes } from './admissions/admission.routes.ts'
import { changesSince } from './audit/changes-since.ts'
import { auditRoutes } from './audit/audit.routes.ts'
import { contactRoutes } from './contacts/contact.routes.ts'
import { documentRoutes } from './documents/document.routes.ts'
import { decisionRoutes } from './decisions/decision.routes.ts'
import type { DecisionEffects } from './decisions/decision.ts'
import { referenceDocumentEffects } from './reference-documents/reference-document.effects.ts'
import { referenceDocumentRoutes } from './reference-documents/reference-document.routes.ts'
import { commitmentEffects } from './commitments/commitment.effects.ts'
import { commitmentRoutes } from './commitments/commitment.routes.ts'
import { delegationRoutes } from './delegations/delegation.routes.ts'
import { drimboxRoutes } from './drimboxes/drimbox.routes.ts'
import { resolveCredential } from './accounts/resolve-credential.ts'
import { authenticate } from './http/authentication.ts'
import type { HttpEnvironment } from './http/environment.ts'
import { idempotent } from './http/idempotency.ts'
import { describeApi } from './http/openapi.ts'
import { problemFromError, problemFromUnknownRoute, problemFromValidation } from './http/problem.ts'
import { limitAddresses, limitPrincipals } from './http/rate-limits.ts'
import { limitJson, logRequests, nameRequest, protectAnswers } from './http/request.ts'
import { importRoutes } from './imports/import.routes.ts'
import type { Log } from './log.ts'
import { mailRoutes } from './mails/mail.routes.ts'
import { organisationEffects } from './organisations/organisation.effects.ts'
import { organisationRoutes } from './organisations/organisation.routes.ts'
import { publicationRoutes } from './publications/publication.routes.ts'
import type { Publisher } from './publications/publication.schedule.ts'
import type { RateLimits } from './rate-limits.ts'
import type { RequestPublication } from './publications/request-publication.ts'
import type { SignerClient } from './publications/signer.client.ts'
import { requestRoutes } from './requests/request.routes.ts'
import type { EnrolmentParts } from './step-ups/enrol-authenticator.ts'
import { stepUpRoutes } from './step-ups/step-up.routes.ts'
import { trustSpaceRoutes, type TrustSpaceParts } from './trust-space/trust-space.routes.ts'
import { createServedList } from './whitelists/served-list.ts'
import { whitelistRoutes } from './whitelists/whitelist.routes.ts'
import type { World } from './world.ts'

export interface AppDeps {
  readonly world: World
  readonly trustSpace: TrustSpaceParts
  readonly trust: () => Promise<Trust>
  readonly publisher: Pick<Publisher, 'fault'>
  readonly requestPublication: RequestPublication
  /** Tells who may approve. */
  readonly signer: Pick<SignerClient, 'state'>
  readonly adminKeySha256: string
  readonly enrolment: EnrolmentParts
  readonly rateLimits: RateLimits
  /** Undefined: nobody can sign in. */
  readonly provider?: ProviderClient | undefined
  readonly newRequestId: () => string
  readonly log: Log
}

/** What the last approval of a decision does, noun by noun (decisions/decision.ts). */
const effects: DecisionEffects = {
  ...membershipEffects,
  ...referenceDocumentEffects,
  ...commitmentEffects,
  ...admissionEffects,
  ...organisationEffects,
}

/** Mounts every route; used by main.ts and by tests. */
export function buildApp(deps: AppDeps) {
  const { identity, whitelistUrl, signer } = deps.trustSpace
  const world = { ...deps.world, ...identity, trust: deps.trust }
  const served = createServedList(world)
  const app = new OpenAPIHono<HttpEnvironment>({ defaultHook: problemFromValidation })
  app.use(nameRequest(deps.newRequestId), logRequests(deps.log), protectAnswers)
  app.use(async (c, next) => {
    c.set('trustSpace', identity.trustSpace)
    await next()
  })
  app.use(limitAddresses(deps.rateLimits, world.clock))
  app.use(
    authenticate({
      operationsKeySha256: deps.adminKeySha256,
      mode: identity.mode,
      resolve: (credential) => resolveCredential(world, credential),
    }),
    limitPrincipals(deps.rateLimits, world.clock),
    limitJson,
    idempotent(world),
  )
  app.onError(problemFromError(deps.log, (id, versions) => changesSince(world, id, versions)))
  app.notFound(problemFromUnknownRoute)
  const knowsEmployers = deps.provider?.knowsEmployers === true
  const routes = app
    .route('/', signInRoutes(world, deps.provider))
    .route('/', sessionRoutes(world))
    .route('/', invitationRoutes({ ...world, knowsEmployers }))
    .route('/', membershipRoutes(world))
    .route('/', trustSpaceRoutes(world, deps.trustSpace, served, deps.publisher))
    .route('/', whitelistRoutes(world, served, whitelistUrl))
    .route('/', organisationRoutes(world))
    .route('/', contactRoutes(world))
    .route('/', admissionRoutes(world))
    .route('/', documentRoutes(world))
    .route('/', referenceDocumentRoutes(world))
    .route('/', commitmentRoutes(world))
    .route('/', delegationRoutes(world))
    .route('/', drimboxRoutes(world))
    .route('/', importRoutes(world, signer))
    .route('/', publicationRoutes(world, deps.requestPublication, deps.signer))
    .route('/', decisionRoutes(world, effects))
    .route('/', requestRoutes(world))
    .route('/', mailRoutes(world))
    .route('/', auditRoutes(world))
    .route('/', stepUpRoutes(world, deps.enrolment))
    .route('/', apiKeyRoutes(world))
  describeApi(app)
  return routes
}
