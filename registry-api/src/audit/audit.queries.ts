import { and, asc, eq, gt } from 'drizzle-orm'
import { auditEvent } from '../db/schema/audit.ts'
import type { Transaction } from '../db/transaction.ts'

export interface AuditFilter {
  readonly after?: number | undefined
  readonly subject?: string | undefined
  readonly event?: string | undefined
  readonly limit: number
}

/** Events in the order of their entry, one more than `limit`. */
export async function listAuditEvents(tx: Transaction, filter: AuditFilter) {
  return tx.db
    .select()
    .from(auditEvent)
    .where(
      and(
        filter.after === undefined ? undefined : gt(auditEvent.seq, filter.after),
        filter.subject === undefined ? undefined : eq(auditEvent.subjectId, filter.subject),
        filter.event === undefined ? undefined : eq(auditEvent.event, filter.event),
      ),
    )
    .orderBy(asc(auditEvent.seq))
    .limit(filter.limit + 1)
}
