import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Commitment, CommitmentKind } from './commitment.ts'
import { commitmentRepository } from './commitment.repository.ts'

/** Enters commitments that bind at once: those of an import (procedures 5) and of the seeds of a demo. */
export async function enterActiveCommitments(
  tx: Transaction,
  given: readonly { readonly organisationId: string; readonly kind: CommitmentKind }[],
): Promise<void> {
  const commitments = given.map(({ organisationId, kind }): Commitment => ({
    id: tx.newId(),
    version: 1,
    organisationId,
    kind,
    referenceDocumentId: null,
    signatories: [],
    effectiveOn: null,
    endsOn: null,
    documentId: null,
    fileSha256: null,
    l2Consent: false,
    state: 'active',
    resumeTo: null,
    claimedBy: null,
    submittedBy: null,
    reason: null,
    clause: null,
    waitingSince: tx.at,
    signedAt: null,
    activatedAt: tx.at,
    noticeGivenAt: null,
    outSince: null,
    endedAt: null,
    createdAt: tx.at,
    updatedAt: tx.at,
  }))
  await commitmentRepository(tx).insert(commitments)
  await recordChanges(
    tx,
    commitments.map(({ id, organisationId, kind, state }) => ({
      event: 'commitment.entered',
      subject: { kind: 'commitment', id },
      organisationId,
      to: state,
      data: { kind },
    })),
  )
}
