import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { useDocument } from '../documents/use-document.ts'
import { findReferenceDocument } from '../reference-documents/find-reference-document.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { lockCommitment, saveChange, type Seen } from './act-on-commitment.ts'
import { commitmentRefusals } from './commitment.refusals.ts'
import type { Commitment, CommitmentChange } from './commitment.ts'
import { assertDatesAgree, assertTextInForce } from './submission.rules.ts'

export type CommitmentEdit = Partial<
  Pick<
    Commitment,
    'referenceDocumentId' | 'signatories' | 'effectiveOn' | 'endsOn' | 'documentId' | 'l2Consent'
  >
>

/**
 * Fills in a draft, field by field; what is not given stays. Refuses `commitment-wrong-state` once it is submitted,
 * `text-not-in-force`, `dates-disagree`, `document-not-found`.
 */
export async function editCommitment(
  world: World,
  principal: Principal,
  seen: Seen,
  edit: CommitmentEdit,
): Promise<Commitment> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, seen)
    assertMay(principal, 'commitment.sign', commitment.organisationId)
    if (commitment.state !== 'draft')
      throw commitmentRefusals('commitment-wrong-state', { state: commitment.state, event: 'edit' })
    assertDatesAgree({ ...commitment, ...edit })
    if (edit.referenceDocumentId !== undefined && edit.referenceDocumentId !== null)
      assertTextInForce(await findReferenceDocument(tx, edit.referenceDocumentId), commitment.kind)
    const change: CommitmentChange = { ...edit, ...(await takeDocuments(tx, commitment, edit)) }
    const changed = await saveChange(tx, commitment, change)
    await recordChanges(tx, [
      {
        event: 'commitment.edited',
        subject: { kind: 'commitment', id: commitment.id },
        organisationId: commitment.organisationId,
        data: { fields: Object.keys(edit).toSorted(), fileSha256: changed.fileSha256 },
      },
    ])
    return changed
  })
}

/** The files become the organisation's; the digest of the signed one is taken from its bytes, never from the caller. */
async function takeDocuments(
  tx: Transaction,
  { organisationId }: Commitment,
  edit: CommitmentEdit,
): Promise<CommitmentChange> {
  for (const { powerDocumentId } of edit.signatories ?? [])
    if (powerDocumentId !== null) await useDocument(tx, powerDocumentId, { organisationId })
  if (edit.documentId === undefined) return {}
  if (edit.documentId === null) return { fileSha256: null }
  return { fileSha256: (await useDocument(tx, edit.documentId, { organisationId })).sha256 }
}
