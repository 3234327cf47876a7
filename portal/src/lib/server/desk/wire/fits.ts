import type {
  AdmissionsApi,
  ApiKeysApi,
  AuditApi,
  CommitmentsApi,
  ContactsApi,
  DecisionsApi,
  DelegationsApi,
  InvitationsApi,
  MailsApi,
  MembershipsApi,
  OrganisationsApi,
  ReferenceDocumentsApi,
  RequestsApi,
  SessionsApi,
  StepUpsApi,
} from '@trust-space/registry-api/app-type'
import type { Hono } from 'hono'
import type { hc, InferResponseType } from 'hono/client'
import type { Admission } from './admissions.ts'
import type { AuditEvent, AuditHead } from './audit.ts'
import type { Commitment, ReferenceDocument } from './commitments.ts'
import type { Decision } from './decisions.ts'
import type { Delegation } from './delegations.ts'
import type { Mail, MailWithText } from './mails.ts'
import type { Me, SecurityKeys, Session } from './me.ts'
import type { Contact, Organisation } from './organisations.ts'
import type { Waiting } from './requests.ts'
import type { Accepted, ApiKey, Invitation, Member } from './team.ts'

// Loads nothing and runs nowhere: the compiler holds what the pages read against what the registry's routes answer. A
// field that is renamed there is an error here.

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as hono's own client constrains it
type Client<Api extends Hono<any, any, any>> = ReturnType<typeof hc<Api>> extends { v1: infer V } ? V : never
/** Our reading of an answer, which `Wire`, the answer, must have every field of. */
type Fits<Wire extends Ours, Ours> = Wire

export type Checks = [
  Fits<InferResponseType<Client<AdmissionsApi>['admissions'][':id']['$get'], 200>, Admission>,
  Fits<InferResponseType<Client<ApiKeysApi>['api-keys']['$get'], 200>['items'][number], ApiKey>,
  Fits<InferResponseType<Client<AuditApi>['audit-events']['$get'], 200>['items'][number], AuditEvent>,
  Fits<InferResponseType<Client<AuditApi>['audit-head']['$get'], 200>, AuditHead>,
  Fits<InferResponseType<Client<CommitmentsApi>['commitments'][':id']['$get'], 200>, Commitment>,
  Fits<
    InferResponseType<Client<ReferenceDocumentsApi>['reference-documents']['$get'], 200>['items'][number],
    ReferenceDocument
  >,
  Fits<InferResponseType<Client<DecisionsApi>['decisions'][':id']['$get'], 200>, Decision>,
  Fits<InferResponseType<Client<DelegationsApi>['delegations'][':id']['$get'], 200>, Delegation>,
  Fits<InferResponseType<Client<MailsApi>['mails']['$get'], 200>['items'][number], Mail>,
  Fits<InferResponseType<Client<MailsApi>['mails'][':id']['$get'], 200>, MailWithText>,
  Fits<InferResponseType<Client<SessionsApi>['me']['$get'], 200>, Me>,
  Fits<InferResponseType<Client<SessionsApi>['sessions']['$get'], 200>['items'][number], Session>,
  Fits<InferResponseType<Client<StepUpsApi>['me']['authenticators']['$get'], 200>, SecurityKeys>,
  Fits<InferResponseType<Client<OrganisationsApi>['organisations'][':id']['$get'], 200>, Organisation>,
  Fits<
    InferResponseType<Client<ContactsApi>['organisations'][':id']['contacts']['$get'], 200>['items'][number],
    Contact
  >,
  Fits<InferResponseType<Client<RequestsApi>['requests']['$get'], 200>['items'][number], Waiting>,
  Fits<InferResponseType<Client<InvitationsApi>['invitations']['look']['$post'], 200>, Invitation>,
  Fits<InferResponseType<Client<InvitationsApi>['invitations']['accept']['$post'], 201>, Accepted>,
  Fits<InferResponseType<Client<MembershipsApi>['memberships']['$get'], 200>['items'][number], Member>,
]
