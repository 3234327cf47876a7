/**
 * Types of the routes, for typed clients (`hc<TrustSpaceApi>(url)`): one client a noun keeps the compiler fast.
 * Types only: importing this file loads nothing.
 */
import type { apiKeyRoutes } from './api-keys/api-key.routes.ts'
import type { invitationRoutes } from './accounts/invitation.routes.ts'
import type { membershipRoutes } from './accounts/membership.routes.ts'
import type { sessionRoutes } from './accounts/session.routes.ts'
import type { signInRoutes } from './accounts/sign-in.routes.ts'
import type { admissionRoutes } from './admissions/admission.routes.ts'
import type { auditRoutes } from './audit/audit.routes.ts'
import type { contactRoutes } from './contacts/contact.routes.ts'
import type { documentRoutes } from './documents/document.routes.ts'
import type { decisionRoutes } from './decisions/decision.routes.ts'
import type { referenceDocumentRoutes } from './reference-documents/reference-document.routes.ts'
import type { commitmentRoutes } from './commitments/commitment.routes.ts'
import type { delegationRoutes } from './delegations/delegation.routes.ts'
import type { drimboxRoutes } from './drimboxes/drimbox.routes.ts'
import type { importRoutes } from './imports/import.routes.ts'
import type { mailRoutes } from './mails/mail.routes.ts'
import type { organisationRoutes } from './organisations/organisation.routes.ts'
import type { publicationRoutes } from './publications/publication.routes.ts'
import type { requestRoutes } from './requests/request.routes.ts'
import type { stepUpRoutes } from './step-ups/step-up.routes.ts'
import type { trustSpaceRoutes } from './trust-space/trust-space.routes.ts'
import type { whitelistRoutes } from './whitelists/whitelist.routes.ts'

export type SignInApi = ReturnType<typeof signInRoutes>
export type SessionsApi = ReturnType<typeof sessionRoutes>
export type InvitationsApi = ReturnType<typeof invitationRoutes>
export type MembershipsApi = ReturnType<typeof membershipRoutes>
export type TrustSpaceApi = ReturnType<typeof trustSpaceRoutes>
export type WhitelistApi = ReturnType<typeof whitelistRoutes>
export type OrganisationsApi = ReturnType<typeof organisationRoutes>
export type AdmissionsApi = ReturnType<typeof admissionRoutes>
export type ContactsApi = ReturnType<typeof contactRoutes>
export type DocumentsApi = ReturnType<typeof documentRoutes>
export type ReferenceDocumentsApi = ReturnType<typeof referenceDocumentRoutes>
export type CommitmentsApi = ReturnType<typeof commitmentRoutes>
export type DelegationsApi = ReturnType<typeof delegationRoutes>
export type DrimboxesApi = ReturnType<typeof drimboxRoutes>
export type ImportsApi = ReturnType<typeof importRoutes>
export type PublicationsApi = ReturnType<typeof publicationRoutes>
export type DecisionsApi = ReturnType<typeof decisionRoutes>
export type RequestsApi = ReturnType<typeof requestRoutes>
export type MailsApi = ReturnType<typeof mailRoutes>
export type AuditApi = ReturnType<typeof auditRoutes>
export type StepUpsApi = ReturnType<typeof stepUpRoutes>
export type ApiKeysApi = ReturnType<typeof apiKeyRoutes>
