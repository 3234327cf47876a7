import { eq } from 'drizzle-orm'
import { inChunks } from '../db/chunks.ts'
import { auditEvent, auditHead } from '../db/schema/audit.ts'
import type { Transaction } from '../db/transaction.ts'

type NewAuditEvent = typeof auditEvent.$inferInsert

/** Writes of the audit: it only grows. */
export function auditRepository(tx: Pick<Transaction, 'db'>) {
  return {
    /** The end of the chain. Whoever asks next waits for this transaction to end. */
    async lockHead(): Promise<{ seq: number; hash: string }> {
      const [head] = await tx.db
        .select({ seq: auditHead.seq, hash: auditHead.hash })
        .from(auditHead)
        .where(eq(auditHead.id, 1))
        .for('update')
      if (head === undefined) throw new Error('the audit has no head')
      return head
    },

    async append(events: readonly NewAuditEvent[], head: { seq: number; hash: string }): Promise<void> {
      await inChunks(events, (chunk) => tx.db.insert(auditEvent).values(chunk))
      await tx.db.update(auditHead).set(head).where(eq(auditHead.id, 1))
    },
  }
}
