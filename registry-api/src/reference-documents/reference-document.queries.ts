import { and, asc, eq, gt, ne } from 'drizzle-orm'
import { referenceDocument } from '../db/schema/commitment.ts'
import type { Transaction } from '../db/transaction.ts'
import type { ReferenceDocument, ReferenceDocumentState } from './reference-document.ts'

export interface ReferenceDocumentFilter {
  readonly code?: string | undefined
  readonly state?: ReferenceDocumentState | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Versions of texts in the order of their entry, one more than `limit`. `sees.drafts`: those are the agency's alone. */
export async function listReferenceDocuments(
  tx: Transaction,
  filter: ReferenceDocumentFilter,
  sees: { readonly drafts: boolean },
): Promise<ReferenceDocument[]> {
  return tx.db
    .select()
    .from(referenceDocument)
    .where(
      and(
        filter.after === undefined ? undefined : gt(referenceDocument.id, filter.after),
        filter.code === undefined ? undefined : eq(referenceDocument.code, filter.code),
        filter.state === undefined ? undefined : eq(referenceDocument.state, filter.state),
        sees.drafts ? undefined : ne(referenceDocument.state, 'draft'),
      ),
    )
    .orderBy(asc(referenceDocument.id))
    .limit(filter.limit + 1)
}
