import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import { person } from '../db/schema/accounts.ts'
import { decision, decisionAct } from '../db/schema/decision.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Decision, DecisionAct, DecisionState, DecisionVerdict, Shown } from './decision.ts'

export interface NewAct {
  readonly decisionId: string
  readonly personId: string
  readonly verdict: DecisionVerdict
  readonly reason: string | null
  readonly digest: string
  readonly stepUpId: string | null
}

const asDecision = (row: typeof decision.$inferSelect): Decision => ({
  ...row,
  class: row.class as Decision['class'],
  shown: row.shown as unknown as Shown,
})

export function decisionRepository(tx: Transaction) {
  return {
    /** Locks the row until the end of the transaction. */
    async findForAct(id: string): Promise<Decision | undefined> {
      const [found] = await tx.db.select().from(decision).where(eq(decision.id, id)).for('update')
      return found === undefined ? undefined : asDecision(found)
    },

    /**
     * The open proposal of this event on this subject. Not locked: whoever asks holds the subject already, and whoever
     * answers a decision locks it first and the subject next.
     */
    async findOpen(subject: { kind: string; id: string }, event: string): Promise<Decision | undefined> {
      const [found] = await tx.db
        .select()
        .from(decision)
        .where(
          and(
            eq(decision.subjectKind, subject.kind),
            eq(decision.subjectId, subject.id),
            eq(decision.event, event),
            inArray(decision.state, ['proposed', 'observations']),
          ),
        )
      return found === undefined ? undefined : asDecision(found)
    },

    async insert(row: Decision): Promise<void> {
      await tx.db.insert(decision).values({ ...row, shown: row.shown as unknown as Record<string, unknown> })
    },

    async insertAct(act: NewAct): Promise<void> {
      await tx.db.insert(decisionAct).values({ ...act, id: tx.newId(), at: tx.at })
    },

    async actsOf(id: string): Promise<DecisionAct[]> {
      return tx.db
        .select({
          personId: decisionAct.personId,
          verdict: decisionAct.verdict,
          reason: decisionAct.reason,
          stepUpId: decisionAct.stepUpId,
          at: decisionAct.at,
        })
        .from(decisionAct)
        .where(eq(decisionAct.decisionId, id))
        .orderBy(asc(decisionAct.at), asc(decisionAct.id))
    },

    /** The row is locked: nobody else has moved it. */
    async moveTo(row: Decision, state: DecisionState, isDecided: boolean): Promise<Decision> {
      const [moved] = await tx.db
        .update(decision)
        .set({
          state,
          version: row.version + 1,
          updatedAt: tx.at,
          ...(isDecided ? { decidedAt: tx.at } : {}),
        })
        .where(and(eq(decision.id, row.id), eq(decision.version, row.version)))
        .returning()
      if (moved === undefined) throw new Error('a locked decision has moved')
      return asDecision(moved)
    },

    /** Of state `state`, past the time that ends it, oldest first, locked; those another worker holds are left to it. */
    async due(
      state: 'proposed' | 'observations' | 'to-confirm',
      by: 'expiresAt' | 'observationsUntil' | 'confirmBy',
      limit: number,
    ): Promise<Decision[]> {
      const rows = await tx.db
        .select()
        .from(decision)
        .where(and(eq(decision.state, state), lte(decision[by], tx.at)))
        .orderBy(asc(decision.id))
        .limit(limit)
        .for('update', { skipLocked: true })
      return rows.map(asDecision)
    },

    /**
     * Open proposals whose subject is no longer what was shown, locked. A kind of subject that is not here is looked at
     * by its effect alone.
     */
    async moved(limit: number): Promise<Decision[]> {
      const versionOf = (kind: string, table: string) =>
        sql`WHEN ${kind} THEN (SELECT version FROM ${sql.identifier(table)} WHERE id = subject_id)`
      const rows = await tx.db
        .select()
        .from(decision)
        .where(
          and(
            inArray(decision.state, ['proposed', 'observations']),
            sql`${decision.subjectVersion} <> CASE ${decision.subjectKind}
              ${versionOf('admission', 'admission')} ${versionOf('commitment', 'commitment')}
              ${versionOf('membership', 'membership')} ${versionOf('organisation', 'organisation')}
              ${versionOf('reference-document', 'reference_document')} END`,
          ),
        )
        .orderBy(asc(decision.id))
        .limit(limit)
        .for('update', { skipLocked: true })
      return rows.map(asDecision)
    },

    /** Whether the person acts for the agency now, in one of these roles. */
    async holdsAny(personId: string, roles: readonly string[]): Promise<boolean> {
      const [row] = await tx.db.execute<{ holds: boolean }>(sql`
        SELECT EXISTS (
          SELECT FROM membership JOIN organisation ON organisation.id = organisation_id
            JOIN person ON person.id = person_id
           WHERE person_id = ${personId}::uuid AND 'agency' = ANY (organisation.kinds)
             AND membership.state = 'active' AND person.state = 'active'
             AND (valid_until IS NULL OR valid_until > ${tx.at.toISOString()}::timestamptz)
             AND roles && ARRAY[${sql.join(
               roles.map((role) => sql`${role}`),
               sql`, `,
             )}]::text[]) AS holds`)
      return row?.holds === true
    },

    /** Whether this person shares a mail or a security key with one of these (S8); the database says no more. */
    async isInDoubtWith(personId: string, others: readonly string[]): Promise<boolean> {
      if (others.length === 0) return false
      const ids = sql.join(
        others.map((id) => sql`${id}::uuid`),
        sql`, `,
      )
      const [row] = await tx.db.execute<{ doubt: boolean }>(
        sql`SELECT bool_or(persons_are_in_doubt(${personId}, other)) AS doubt FROM unnest(ARRAY[${ids}]) AS other`,
      )
      return row?.doubt === true
    },

    /** What was cut for safety since then, this one left out. Whoever asks next waits for this transaction to end. */
    async cutSince(since: Date): Promise<{ drimboxes: number; operators: number }> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('safety-budget'))`)
      const rows = await tx.db
        .select({ kind: decision.subjectKind, subjects: sql<number>`count(DISTINCT subject_id)::int` })
        .from(decision)
        .where(and(eq(decision.class, 'safety'), gt(decision.createdAt, since)))
        .groupBy(decision.subjectKind)
      const of = (kind: string) => rows.find((row) => row.kind === kind)?.subjects ?? 0
      return { drimboxes: of('drimbox'), operators: of('commitment') }
    },

    async nameOf(personId: string): Promise<string | null> {
      const [row] = await tx.db.select({ name: person.name }).from(person).where(eq(person.id, personId))
      return row?.name ?? null
    },

    async isHardware(authenticatorOfStepUp: string): Promise<boolean> {
      const [row] = await tx.db.execute<{ is_hardware: boolean }>(sql`
        SELECT is_hardware FROM step_up JOIN authenticator ON authenticator.id = authenticator_id
         WHERE step_up.id = ${authenticatorOfStepUp}`)
      return row?.is_hardware === true
    },
  }
}
