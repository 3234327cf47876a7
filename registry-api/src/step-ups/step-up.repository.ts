import { and, eq, isNull } from 'drizzle-orm'
import { stepUp } from '../db/schema/accounts.ts'
import type { Transaction } from '../db/transaction.ts'

type NewStepUp = Omit<
  typeof stepUp.$inferInsert,
  'createdAt' | 'authenticatorId' | 'verifiedAt' | 'consumedAt'
>

export function stepUpRepository(tx: Transaction) {
  return {
    /** Of the caller's own: row security shows nobody another's. Locks the row. */
    async findForAct(id: string) {
      const [found] = await tx.db.select().from(stepUp).where(eq(stepUp.id, id)).for('update')
      return found
    },

    async insert(row: NewStepUp): Promise<void> {
      await tx.db.insert(stepUp).values({ ...row, createdAt: tx.at })
    },

    async find(id: string) {
      const [found] = await tx.db.select().from(stepUp).where(eq(stepUp.id, id))
      return found
    },

    /** Of the caller's own, by what the key was to sign. */
    async findByChallenge(challenge: string) {
      const [found] = await tx.db
        .select()
        .from(stepUp)
        .where(and(eq(stepUp.personId, tx.principal.personId ?? ''), eq(stepUp.challenge, challenge)))
      return found
    },

    /** False where it was answered meanwhile. */
    async verify(id: string, authenticatorId: string): Promise<boolean> {
      const rows = await tx.db
        .update(stepUp)
        .set({ verifiedAt: tx.at, authenticatorId })
        .where(and(eq(stepUp.id, id), isNull(stepUp.verifiedAt)))
        .returning({ id: stepUp.id })
      return rows.length === 1
    },

    /** False where it was consumed meanwhile. */
    async consume(id: string): Promise<boolean> {
      const rows = await tx.db
        .update(stepUp)
        .set({ consumedAt: tx.at })
        .where(and(eq(stepUp.id, id), isNull(stepUp.consumedAt)))
        .returning({ id: stepUp.id })
      return rows.length === 1
    },
  }
}
