import { and, asc, eq, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { instance } from '../db/schema/instance.ts'
import { mail, mailDelivery } from '../db/schema/mail.ts'
import type { Transaction } from '../db/transaction.ts'
import type { DeliveryState, Mail, MailDelivery } from './mail.ts'
import { hasSecret, hideSecrets } from './mail-slots.ts'

type NewMail = typeof mail.$inferInsert
type NewDelivery = typeof mailDelivery.$inferInsert

const HISTORY_MAX = 20

/** How an attempt ended. */
export interface Ending {
  readonly state: DeliveryState
  readonly nextAttemptAt?: Date
  readonly code?: string
}

/** A delivery that a worker has taken on, with what it is to say. */
export interface ClaimedDelivery {
  readonly delivery: MailDelivery
  readonly mail: Pick<Mail, 'template' | 'subject' | 'body' | 'createdAt'>
}

export function mailRepository(tx: Transaction) {
  return {
    /** The trust space that the subject of every mail names: TEST or PRODUCTION. */
    async space(): Promise<string> {
      const [row] = await tx.db.select({ space: instance.space }).from(instance).where(eq(instance.id, 1))
      if (row === undefined) throw new Error('the instance is not initialised')
      return row.space
    },

    /** A second mail of the same key is the same mail. */
    async insertOnce(row: NewMail): Promise<void> {
      await tx.db.insert(mail).values(row).onConflictDoNothing()
    },

    async find(id: string): Promise<Mail | undefined> {
      const [found] = await tx.db.select().from(mail).where(eq(mail.id, id)).for('update')
      return found
    },

    /** The oldest mail whose recipients nobody has looked up; no other worker sees it until this transaction ends. */
    async nextUnresolved(): Promise<Mail | undefined> {
      const [found] = await tx.db
        .select()
        .from(mail)
        .where(eq(mail.state, 'waiting'))
        .orderBy(asc(mail.id))
        .limit(1)
        .for('update', { skipLocked: true })
      return found
    },

    async change(id: string, change: Partial<Pick<Mail, 'state' | 'body'>>): Promise<void> {
      await tx.db
        .update(mail)
        .set({ ...change, updatedAt: tx.at })
        .where(eq(mail.id, id))
    },

    async insertDeliveries(rows: readonly NewDelivery[]): Promise<void> {
      if (rows.length > 0)
        await tx.db
          .insert(mailDelivery)
          .values([...rows])
          .onConflictDoNothing()
    },

    /** Takes on the delivery that has been due for longest, until `until`; counts the attempt, come what may. */
    async claimDue(until: Date): Promise<ClaimedDelivery | undefined> {
      const due = tx.db
        .select({ id: mailDelivery.id })
        .from(mailDelivery)
        .where(
          and(
            eq(mailDelivery.state, 'waiting'),
            lte(mailDelivery.nextAttemptAt, tx.at),
            or(isNull(mailDelivery.claimedUntil), lte(mailDelivery.claimedUntil, tx.at)),
          ),
        )
        .orderBy(asc(mailDelivery.nextAttemptAt), asc(mailDelivery.id))
        .limit(1)
        .for('update', { skipLocked: true })
      const [delivery] = await tx.db
        .update(mailDelivery)
        .set({ claimedUntil: until, attempts: sql`${mailDelivery.attempts} + 1`, updatedAt: tx.at })
        .where(inArray(mailDelivery.id, due))
        .returning()
      if (delivery === undefined) return undefined
      const [found] = await tx.db
        .select({
          template: mail.template,
          subject: mail.subject,
          body: mail.body,
          createdAt: mail.createdAt,
        })
        .from(mail)
        .where(eq(mail.id, delivery.mailId))
      return { delivery, mail: found! }
    },

    /**
     * Writes down how an attempt ended. What was sent is sent, whoever has claimed it since; any other end counts only
     * where the claim still is the caller's.
     */
    async endAttempt(
      { id, mailId, attempts, claimedUntil, history }: MailDelivery,
      ending: Ending,
    ): Promise<void> {
      // One at a time for each mail: the last of its deliveries erases its secrets.
      const [row] = await tx.db
        .select({ body: mail.body })
        .from(mail)
        .where(eq(mail.id, mailId))
        .for('update')
      await tx.db
        .update(mailDelivery)
        .set({
          state: ending.state,
          claimedUntil: null,
          lastErrorCode: ending.code ?? null,
          history: [
            ...history,
            { at: tx.at.toISOString(), attempt: attempts, code: ending.code ?? 'sent' },
          ].slice(-HISTORY_MAX),
          updatedAt: tx.at,
          ...(ending.nextAttemptAt === undefined ? {} : { nextAttemptAt: ending.nextAttemptAt }),
          ...(ending.state === 'sent' ? { sentAt: tx.at } : {}),
        })
        .where(
          and(
            eq(mailDelivery.id, id),
            ending.state === 'sent'
              ? ne(mailDelivery.state, 'sent')
              : eq(mailDelivery.claimedUntil, claimedUntil!),
          ),
        )
      if (ending.state === 'waiting' || row === undefined || !hasSecret(row.body)) return
      const open = await tx.db
        .select({ id: mailDelivery.id })
        .from(mailDelivery)
        .where(and(eq(mailDelivery.mailId, mailId), inArray(mailDelivery.state, ['waiting', 'failed'])))
        .limit(1)
      if (open.length === 0) await this.change(mailId, { body: hideSecrets(row.body) })
    },

    /** Mails from before that moment that still hold a secret. */
    async withSecretsBefore(before: Date, limit: number): Promise<Pick<Mail, 'id' | 'body'>[]> {
      return tx.db
        .select({ id: mail.id, body: mail.body })
        .from(mail)
        .where(and(lte(mail.createdAt, before), sql`${mail.body} LIKE '%⟦secret:%'`))
        .limit(limit)
        .for('update')
    },

    /** Sends again what was given up; how many deliveries that is. */
    async askAgain(mailId: string): Promise<number> {
      const rows = await tx.db
        .update(mailDelivery)
        .set({ state: 'waiting', attempts: 0, nextAttemptAt: tx.at, claimedUntil: null, updatedAt: tx.at })
        .where(and(eq(mailDelivery.mailId, mailId), inArray(mailDelivery.state, ['failed', 'refused'])))
        .returning({ id: mailDelivery.id })
      return rows.length
    },
  }
}
