import { beginMembership } from '../accounts/begin-membership.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { CommitmentKind } from '../commitments/commitment.ts'
import { openCommitment } from '../commitments/open-commitment.ts'
import { enterContacts, type NewContact } from '../contacts/enter-contacts.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Decision, DecisionEffects } from '../decisions/decision.ts'
import { attachDocuments } from '../documents/attach-documents.ts'
import { sendMail } from '../mails/send-mail.ts'
import { assertNameIsFree, nameTooClose } from '../organisations/assert-name-is-free.ts'
import { enterOrganisations } from '../organisations/enter-organisations.ts'
import type { Organisation } from '../organisations/organisation.ts'
import { findOfficialDocument } from '../reference-documents/find-reference-document.ts'
import { applyAct, lockAdmission } from './act-on-admission.ts'
import type { Admission } from './admission.ts'
import { isSirenAdmitted } from './admission.queries.ts'
import { admissionRefusals } from './admission.refusals.ts'
import { admissionRepository } from './admission.repository.ts'
import { assertAnotherDecides, SIGN_WITHIN_MS, type CompleteForm } from './admission.rules.ts'
import { assertReviewer } from './assert-reviewer.ts'

/** What the second person's word does to an admission (procedures 2.1). */
export const admissionEffects: DecisionEffects = {
  async 'admission.accept'(tx, decision) {
    const seen = { id: decision.subjectId, version: decision.subjectVersion }
    const admission = await lockAdmission(tx, seen)
    // S5 holds for the decider as it did for the reviewer.
    await assertReviewer(tx, admission, 'decision.approve')
    assertAnotherDecides(admission, tx.principal.personId)
    // It was complete when it was proposed, and its version has not moved since.
    const form = admission.form as CompleteForm
    const organisation = await enterApplicant(tx, form)
    await enterContacts(tx, organisation.id, contactsOf(form))
    await beginMembership(tx, {
      personId: admission.authorId,
      organisationId: organisation.id,
      roles: ['OA'],
      state: 'active',
      invitedBy: null,
    })
    const pieces = await admissionRepository(tx).piecesOf(admission.id)
    await attachDocuments(
      tx,
      pieces.flatMap(({ documentId }) => documentId ?? []),
      organisation.id,
    )
    await openCommitment(tx, {
      organisationId: organisation.id,
      kind: decision.payload['commitmentKind'] as CommitmentKind,
    })
    await applyAct(tx, admission, 'accept', {
      event: 'admission.accepted',
      change: { organisationId: organisation.id, dueAt: null, waitingSince: tx.at },
      organisationId: organisation.id,
      decisionId: decision.id,
    })
    await tellContractIsReady(tx, decision, organisation, admission)
  },
}

/** A new SIREN, a name of its own, the next public number. Refuses `siren-already-admitted`, `display-name-too-close`. */
async function enterApplicant(tx: Transaction, form: CompleteForm): Promise<Organisation> {
  const { siren, displayName } = form
  if (await isSirenAdmitted(tx, siren)) throw admissionRefusals('siren-already-admitted')
  await assertNameIsFree(tx, displayName)
  const { structureIdentifier } = form
  const entering = enterOrganisations(tx, [
    {
      kinds: form.kinds,
      legalName: form.legalName,
      displayName,
      siren,
      siretSeat: form.siretSeat,
      finess: form.finess ?? null,
      structureIdType: structureIdentifier === undefined ? null : Number(structureIdentifier[0]),
      structureId: structureIdentifier?.slice(1) ?? null,
      origin: 'admission',
    },
  ])
  const [organisation] = await refusedByConstraint(entering, {
    organisation_siren_once: () => admissionRefusals('siren-already-admitted'),
    organisation_name_once: () => nameTooClose(displayName),
    organisation_skeleton_once: () => nameTooClose(displayName),
  })
  const { id, publicNumber, kinds } = organisation!
  await recordChanges(tx, [
    {
      event: 'organisation.admitted',
      subject: { kind: 'organisation', id },
      organisationId: id,
      to: 'admitted',
      data: { number: publicNumber, kinds },
    },
  ])
  return organisation!
}

function contactsOf(form: CompleteForm): NewContact[] {
  const contact = (kind: NewContact['kind'], mailbox: string | undefined, phone: string | undefined) =>
    mailbox === undefined && phone === undefined
      ? []
      : [{ kind, mailbox: mailbox ?? null, phone: phone ?? null }]
  return [
    ...contact('support', form.supportMailbox, form.supportPhone),
    ...contact('security24h', form.securityMailbox, form.securityPhone),
    ...contact('technical', form.technicalMailbox, undefined),
    ...contact('dpo', form.dpoMailbox, undefined),
  ]
}

/** M4, to the new organisation: the text that its signatory is to sign. */
async function tellContractIsReady(
  tx: Transaction,
  decision: Decision,
  organisation: Organisation,
  admission: Admission,
): Promise<void> {
  const text = await findOfficialDocument(tx, String(decision.payload['commitmentKind']))
  await sendMail(tx, {
    template: 'M4',
    recipient: { kind: 'organisation', id: organisation.id },
    values: {
      version: text?.label ?? 'à paraître',
      sha256: text?.sha256 ?? 'à paraître',
      signataire: admission.form.signatory?.name ?? '',
      echeance: new Date(tx.at.getTime() + SIGN_WITHIN_MS),
    },
    dedupeKey: `admission:${admission.id}:M4`,
  })
}
