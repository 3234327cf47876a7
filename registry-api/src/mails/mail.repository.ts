import { eq } from 'drizzle-orm'
import { instance } from '../db/schema/instance.ts'
import { mail } from '../db/schema/mail.ts'
import type { Transaction } from '../db/transaction.ts'

type NewMail = typeof mail.$inferInsert

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
  }
}
