import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { authenticator } from '../db/schema/accounts.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Authenticator } from './authenticator.ts'

export function authenticatorRepository(tx: Transaction) {
  return {
    /** One at a time adds or ends keys of a person: of two first keys, the second needs the first. */
    async lock(personId: string): Promise<void> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`authenticators of ${personId}`}))`)
    },

    /** Those in use, the oldest first. */
    async live(personId: string): Promise<Authenticator[]> {
      return tx.db
        .select()
        .from(authenticator)
        .where(and(eq(authenticator.personId, personId), isNull(authenticator.endedAt)))
        .orderBy(asc(authenticator.id))
    },

    async insert(key: Authenticator): Promise<void> {
      await tx.db.insert(authenticator).values(key)
    },

    /** False where the counter has moved, or the key was ended, since it was read. */
    async use(key: Authenticator, signCount: number): Promise<boolean> {
      const rows = await tx.db
        .update(authenticator)
        .set({ signCount, lastUsedAt: tx.at })
        .where(
          and(
            eq(authenticator.id, key.id),
            eq(authenticator.signCount, key.signCount),
            isNull(authenticator.endedAt),
          ),
        )
        .returning({ id: authenticator.id })
      return rows.length === 1
    },

    async end(id: string): Promise<void> {
      await tx.db.update(authenticator).set({ endedAt: tx.at }).where(eq(authenticator.id, id))
    },
  }
}
