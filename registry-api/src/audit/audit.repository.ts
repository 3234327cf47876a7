import { auditEvent } from '../db/schema/audit.ts'
import { inChunks } from '../db/chunks.ts'
import type { Transaction } from '../db/transaction.ts'

type NewAuditEvent = typeof auditEvent.$inferInsert

/** Writes of the audit: it only grows. */
export function auditRepository(tx: Transaction) {
  return {
    async insert(events: readonly NewAuditEvent[]): Promise<void> {
      await inChunks(events, (chunk) => tx.db.insert(auditEvent).values(chunk))
    },
  }
}
