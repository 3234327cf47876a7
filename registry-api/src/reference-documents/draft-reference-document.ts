import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Principal } from '../db/principal.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { referenceDocumentRefusals } from './reference-document.refusals.ts'
import { referenceDocumentRepository } from './reference-document.repository.ts'
import { assertRecommitmentFollows } from './reference-document.rules.ts'
import type { ReferenceDocument } from './reference-document.ts'

export type NewReferenceDocument = Pick<
  ReferenceDocument,
  'code' | 'label' | 'title' | 'inForceOn' | 'sha256' | 'recommitBy'
>

/**
 * Enters a version of a text as a draft, for the agency's eyes. It binds nobody until two persons publish it.
 * Refuses `reference-document-exists`, `recommitment-too-early`.
 */
export async function draftReferenceDocument(
  world: World,
  principal: Principal,
  input: NewReferenceDocument,
): Promise<ReferenceDocument> {
  assertMay(principal, 'decision.propose')
  assertRecommitmentFollows(input.inForceOn, input.recommitBy)
  return world.inTransaction(principal, async (tx) => {
    const row: ReferenceDocument = {
      ...input,
      id: tx.newId(),
      version: 1,
      state: 'draft',
      createdAt: tx.at,
      updatedAt: tx.at,
    }
    await refusedByConstraint(referenceDocumentRepository(tx).insert(row), {
      reference_document_once: () =>
        referenceDocumentRefusals('reference-document-exists', { code: row.code, label: row.label }),
    })
    await recordChanges(tx, [
      {
        event: 'reference-document.drafted',
        subject: { kind: 'reference-document', id: row.id },
        to: row.state,
        data: { code: row.code, label: row.label, sha256: row.sha256 },
      },
    ])
    return row
  })
}
