import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { document } from '../db/schema/document.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Document } from './document.ts'

const columns = {
  id: document.id,
  organisationId: document.organisationId,
  uploadedBy: document.uploadedBy,
  purpose: document.purpose,
  name: document.name,
  mediaType: document.mediaType,
  size: document.size,
  sha256: document.sha256,
  createdAt: document.createdAt,
}

export function documentRepository(tx: Transaction) {
  return {
    /** Locks the row: two who use it at once come one after the other. */
    async findForUse(id: string): Promise<Document | undefined> {
      const [found] = await tx.db.select(columns).from(document).where(eq(document.id, id)).for('update')
      return found
    },

    async find(id: string): Promise<Document | undefined> {
      const [found] = await tx.db.select(columns).from(document).where(eq(document.id, id))
      return found
    },

    async content(id: string): Promise<Uint8Array | undefined> {
      const [found] = await tx.db
        .select({ content: document.content })
        .from(document)
        .where(eq(document.id, id))
      return found?.content
    },

    /** Files of the person that belong to nothing of an organisation yet. Their next upload waits for this one's end. */
    async countLoose(personId: string): Promise<number> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`documents of ${personId}`}))`)
      const [row] = await tx.db
        .select({ count: sql<number>`count(*)::int` })
        .from(document)
        .where(and(eq(document.uploadedBy, personId), isNull(document.organisationId)))
      return row!.count
    },

    async insert(row: Document, content: Uint8Array): Promise<void> {
      await tx.db.insert(document).values({ ...row, content })
    },

    /** Those of them that were loose, from now on of the organisation. */
    async attach(ids: readonly string[], organisationId: string): Promise<string[]> {
      if (ids.length === 0) return []
      const rows = await tx.db
        .update(document)
        .set({ organisationId })
        .where(and(inArray(document.id, [...ids]), isNull(document.organisationId)))
        .returning({ id: document.id })
      return rows.map(({ id }) => id)
    },
  }
}
