import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { identity, person, session, signInAttempt } from '../db/schema/accounts.ts'
import type { Transaction } from '../db/transaction.ts'

export type Person = typeof person.$inferSelect
export type Identity = typeof identity.$inferSelect
export type Session = typeof session.$inferSelect
export type SignInAttempt = typeof signInAttempt.$inferSelect

export function accountRepository(tx: Transaction) {
  return {
    async insertAttempt(attempt: SignInAttempt): Promise<void> {
      await tx.db.insert(signInAttempt).values(attempt)
    },

    /** Locks it: of two that come at once, the second sees it used. */
    async findAttempt(handleSha256: string): Promise<SignInAttempt | undefined> {
      const [found] = await tx.db
        .select()
        .from(signInAttempt)
        .where(eq(signInAttempt.handleSha256, handleSha256))
        .for('update')
      return found
    },

    async useAttempt(id: string): Promise<void> {
      await tx.db.update(signInAttempt).set({ usedAt: tx.at }).where(eq(signInAttempt.id, id))
    },

    async findIdentity(issuer: string, subject: string): Promise<Identity | undefined> {
      const [found] = await tx.db
        .select()
        .from(identity)
        .where(and(eq(identity.issuer, issuer), eq(identity.subject, subject)))
        .for('update')
      return found
    },

    /** Two first sign-ins of one person, at once, make one person. */
    async lockIdentity(issuer: string, subject: string): Promise<void> {
      await tx.db.execute(
        sql`SELECT pg_advisory_xact_lock(hashtextextended(${`identity ${issuer} ${subject}`}, 0))`,
      )
    },

    async findIdentityById(id: string): Promise<Identity | undefined> {
      const [found] = await tx.db.select().from(identity).where(eq(identity.id, id))
      return found
    },

    async insertIdentity(row: Identity): Promise<void> {
      await tx.db.insert(identity).values(row)
    },

    async changeIdentity(
      id: string,
      change: Pick<Identity, 'siretClaim' | 'idp' | 'lastUsedAt'>,
    ): Promise<void> {
      await tx.db.update(identity).set(change).where(eq(identity.id, id))
    },

    async findPerson(id: string): Promise<Person | undefined> {
      const [found] = await tx.db.select().from(person).where(eq(person.id, id))
      return found
    },

    async findPersonForAct(id: string): Promise<Person | undefined> {
      const [found] = await tx.db.select().from(person).where(eq(person.id, id)).for('update')
      return found
    },

    async insertPerson(row: Person): Promise<void> {
      await tx.db.insert(person).values(row)
    },

    /** A new version; `seenAt` alone is not one. */
    async changePerson(
      { id, version }: Pick<Person, 'id' | 'version'>,
      change: Partial<Pick<Person, 'name' | 'mail' | 'state' | 'lastSeenAt'>>,
    ): Promise<void> {
      await tx.db
        .update(person)
        .set({ ...change, version: version + 1, updatedAt: tx.at })
        .where(eq(person.id, id))
    },

    async notePersonSeen(id: string): Promise<void> {
      await tx.db.update(person).set({ lastSeenAt: tx.at }).where(eq(person.id, id))
    },

    /** Active people whom nobody has seen since then; at most `limit`. */
    async findIdlePeople(since: Date, limit: number): Promise<Person[]> {
      return tx.db
        .select()
        .from(person)
        .where(
          and(
            eq(person.state, 'active'),
            lt(sql`coalesce(${person.lastSeenAt}, ${person.createdAt})`, since.toISOString()),
          ),
        )
        .orderBy(person.id)
        .limit(limit)
        .for('update', { skipLocked: true })
    },

    async insertSession(row: Session): Promise<void> {
      await tx.db.insert(session).values(row)
    },

    async findSession(id: string): Promise<Session | undefined> {
      const [found] = await tx.db.select().from(session).where(eq(session.id, id))
      return found
    },

    /** False where it had ended before. */
    async endSession(id: string): Promise<boolean> {
      const rows = await tx.db
        .update(session)
        .set({ endedAt: tx.at })
        .where(and(eq(session.id, id), isNull(session.endedAt)))
        .returning({ id: session.id })
      return rows.length === 1
    },

    /**
     * Ends every session of a person, also where the caller may not see them: the function does it for who manages
     * the person, and for nobody else (invariant in migrations).
     */
    async endSessionsOf(personId: string): Promise<string[]> {
      const rows = await tx.db.execute<{ id: string }>(
        sql`SELECT id FROM end_sessions_of(${personId}::uuid, ${tx.at.toISOString()}::timestamptz) AS ended(id)`,
      )
      return rows.map(({ id }) => id)
    },
  }
}
