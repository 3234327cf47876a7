import { and, eq } from 'drizzle-orm'
import { referenceDocument } from '../db/schema/commitment.ts'
import type { Transaction } from '../db/transaction.ts'
import type { ReferenceDocument, ReferenceDocumentState } from './reference-document.ts'

export function referenceDocumentRepository(tx: Transaction) {
  return {
    async findById(id: string): Promise<ReferenceDocument | undefined> {
      const [found] = await tx.db.select().from(referenceDocument).where(eq(referenceDocument.id, id))
      return found
    },

    /** Locks the row until the end of the transaction. */
    async findForAct(id: string): Promise<ReferenceDocument | undefined> {
      const [found] = await tx.db
        .select()
        .from(referenceDocument)
        .where(eq(referenceDocument.id, id))
        .for('update')
      return found
    },

    async findOfficial(code: string): Promise<ReferenceDocument | undefined> {
      const [found] = await tx.db
        .select()
        .from(referenceDocument)
        .where(and(eq(referenceDocument.code, code), eq(referenceDocument.state, 'official')))
      return found
    },

    async insert(row: ReferenceDocument): Promise<void> {
      await tx.db.insert(referenceDocument).values(row)
    },

    /** False where `version` is no longer the row's. */
    async changeState(id: string, version: number, state: ReferenceDocumentState): Promise<boolean> {
      const rows = await tx.db
        .update(referenceDocument)
        .set({ state, version: version + 1, updatedAt: tx.at })
        .where(and(eq(referenceDocument.id, id), eq(referenceDocument.version, version)))
        .returning({ id: referenceDocument.id })
      return rows.length === 1
    },
  }
}
