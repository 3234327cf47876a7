import { count, eq, min, sql } from 'drizzle-orm'
import { mail, mailDelivery } from '../db/schema/mail.ts'
import type { Transaction } from '../db/transaction.ts'

export interface MailBacklog {
  /** Mails whose people have not been looked up, and deliveries that were not handed over. */
  readonly waiting: number
  readonly refused: number
  readonly failed: number
  readonly oldestWaitingAt: Date | undefined
}

/** What waits and what was given up, for the health of the worker. */
export async function readMailBacklog(tx: Transaction): Promise<MailBacklog> {
  const [unresolved] = await tx.db
    .select({ count: count(), oldest: min(mail.createdAt) })
    .from(mail)
    .where(eq(mail.state, 'waiting'))
  const rows = await tx.db
    .select({ state: mailDelivery.state, count: count(), oldest: min(mailDelivery.createdAt) })
    .from(mailDelivery)
    .where(sql`${mailDelivery.state} <> 'sent'`)
    .groupBy(mailDelivery.state)
  const of = (state: string) => rows.find((row) => row.state === state)
  const oldest = [unresolved?.oldest, of('waiting')?.oldest].filter((at) => at instanceof Date)
  return {
    waiting: (unresolved?.count ?? 0) + (of('waiting')?.count ?? 0),
    refused: of('refused')?.count ?? 0,
    failed: of('failed')?.count ?? 0,
    oldestWaitingAt: oldest.sort((a, b) => a.getTime() - b.getTime())[0],
  }
}
