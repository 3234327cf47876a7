/**
 * Types of the routes, for typed clients (`hc<TrustSpaceApi>(url)`): one client a noun keeps the compiler fast.
 * Types only: importing this file loads nothing.
 */
import type { auditRoutes } from './audit/audit.routes.ts'
import type { decisionRoutes } from './decisions/decision.routes.ts'
import type { drimboxRoutes } from './drimboxes/drimbox.routes.ts'
import type { importRoutes } from './imports/import.routes.ts'
import type { organisationRoutes } from './organisations/organisation.routes.ts'
import type { publicationRoutes } from './publications/publication.routes.ts'
import type { requestRoutes } from './requests/request.routes.ts'
import type { trustSpaceRoutes } from './trust-space/trust-space.routes.ts'
import type { whitelistRoutes } from './whitelists/whitelist.routes.ts'

export type TrustSpaceApi = ReturnType<typeof trustSpaceRoutes>
export type WhitelistApi = ReturnType<typeof whitelistRoutes>
export type OrganisationsApi = ReturnType<typeof organisationRoutes>
export type DrimboxesApi = ReturnType<typeof drimboxRoutes>
export type ImportsApi = ReturnType<typeof importRoutes>
export type PublicationsApi = ReturnType<typeof publicationRoutes>
export type DecisionsApi = ReturnType<typeof decisionRoutes>
export type RequestsApi = ReturnType<typeof requestRoutes>
export type AuditApi = ReturnType<typeof auditRoutes>
