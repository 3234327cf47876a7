import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import { documentRepository } from './document.repository.ts'

/** Gives loose files to the organisation, for good; those that have an owner already keep theirs. */
export async function attachDocuments(
  tx: Transaction,
  ids: readonly string[],
  organisationId: string,
): Promise<void> {
  const attached = await documentRepository(tx).attach(ids, organisationId)
  await recordChanges(
    tx,
    attached.map((id) => ({ event: 'document.attached', subject: { kind: 'document', id }, organisationId })),
  )
}
