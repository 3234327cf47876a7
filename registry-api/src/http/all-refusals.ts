import { invitationRefusals } from '../accounts/invitation.refusals.ts'
import { membershipRefusals } from '../accounts/membership.refusals.ts'
import { sessionRefusals } from '../accounts/session.refusals.ts'
import { signInRefusals } from '../accounts/sign-in.refusals.ts'
import { admissionRefusals } from '../admissions/admission.refusals.ts'
import { auditRefusals } from '../audit/audit.refusals.ts'
import { apiKeyRefusals } from '../api-keys/api-key.refusals.ts'
import { certificateRefusals } from '../certificates/certificate.refusals.ts'
import { contactRefusals } from '../contacts/contact.refusals.ts'
import { documentRefusals } from '../documents/document.refusals.ts'
import { decisionRefusals } from '../decisions/decision.refusals.ts'
import { drimboxRefusals } from '../drimboxes/drimbox.refusals.ts'
import { referenceDocumentRefusals } from '../reference-documents/reference-document.refusals.ts'
import { commitmentRefusals } from '../commitments/commitment.refusals.ts'
import { delegationRefusals } from '../delegations/delegation.refusals.ts'
import type { RefusalTable } from '../errors.ts'
import { idempotencyRefusals } from '../idempotency/idempotency.refusals.ts'
import { importRefusals } from '../imports/import.refusals.ts'
import { mailRefusals } from '../mails/mail.refusals.ts'
import { organisationRefusals } from '../organisations/organisation.refusals.ts'
import { publicationRefusals } from '../publications/publication.refusals.ts'
import { rightRefusals } from '../rights/right.refusals.ts'
import { separationRefusals } from '../rights/separation.refusals.ts'
import { authenticatorRefusals } from '../step-ups/authenticator.refusals.ts'
import { stepUpRefusals } from '../step-ups/step-up.refusals.ts'
import { trustSpaceRefusals } from '../trust-space/trust-space.refusals.ts'

/** The refusals of every noun, for the index of errors. A new noun adds its table here. */
export const allRefusals: readonly { readonly noun: string; readonly table: RefusalTable }[] = [
  { noun: 'Sign-in', table: signInRefusals.table },
  { noun: 'Sessions', table: sessionRefusals.table },
  { noun: 'Invitations', table: invitationRefusals.table },
  { noun: 'Members', table: membershipRefusals.table },
  { noun: 'Organisations', table: organisationRefusals.table },
  { noun: 'Reference documents', table: referenceDocumentRefusals.table },
  { noun: 'Commitments', table: commitmentRefusals.table },
  { noun: 'Delegations', table: delegationRefusals.table },
  { noun: 'DRIMboxes', table: drimboxRefusals.table },
  { noun: 'Certificates', table: certificateRefusals.table },
  { noun: 'Imports', table: importRefusals.table },
  { noun: 'Admissions', table: admissionRefusals.table },
  { noun: 'Contacts', table: contactRefusals.table },
  { noun: 'Documents', table: documentRefusals.table },
  { noun: 'Publications', table: publicationRefusals.table },
  { noun: 'Decisions', table: decisionRefusals.table },
  { noun: 'Mails', table: mailRefusals.table },
  { noun: 'Rights', table: rightRefusals.table },
  { noun: 'Separation', table: separationRefusals.table },
  { noun: 'API keys', table: apiKeyRefusals.table },
  { noun: 'Security keys', table: authenticatorRefusals.table },
  { noun: 'Step-ups', table: stepUpRefusals.table },
  { noun: 'Repeated requests', table: idempotencyRefusals.table },
  { noun: 'Audit', table: auditRefusals.table },
  { noun: 'Trust space', table: trustSpaceRefusals.table },
]
