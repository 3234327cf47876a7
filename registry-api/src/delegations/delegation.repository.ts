import { and, asc, eq, inArray, lt, ne, sql } from 'drizzle-orm'
import { delegation, delegationDrimbox } from '../db/schema/commitment.ts'
import { drimbox } from '../db/schema/drimbox.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Delegation, DelegationChange } from './delegation.ts'

export function delegationRepository(tx: Transaction) {
  return {
    /** Locks the row until the end of the transaction. */
    async findForAct(id: string): Promise<Delegation | undefined> {
      const [found] = await tx.db.select().from(delegation).where(eq(delegation.id, id)).for('update')
      return found
    },

    /** Those that still say something and whose last day is before `day`. */
    async idsOver(day: string): Promise<string[]> {
      const rows = await tx.db
        .select({ id: delegation.id })
        .from(delegation)
        .where(and(inArray(delegation.state, ['declared', 'active']), lt(delegation.validUntil, day)))
        .orderBy(asc(delegation.id))
      return rows.map(({ id }) => id)
    },

    /** The active ones with at most `share` of their length left, and with a warning still to come. */
    async toWarn(day: string, share: number, warnings: number): Promise<Delegation[]> {
      const { validFrom, validUntil } = delegation
      return tx.db
        .select()
        .from(delegation)
        .where(
          and(
            eq(delegation.state, 'active'),
            lt(delegation.warned, warnings),
            sql`${validUntil} - ${day}::date + 1 <= (${validUntil} - ${validFrom} + 1) * ${share}::float8`,
          ),
        )
        .orderBy(asc(delegation.id))
    },

    /** Which of the DRIMboxes are living ones of the organisation. */
    async drimboxesOf(organisationId: string, ids: readonly string[]): Promise<string[]> {
      if (ids.length === 0) return []
      const rows = await tx.db
        .select({ id: drimbox.id })
        .from(drimbox)
        .where(
          and(
            eq(drimbox.organisationId, organisationId),
            ne(drimbox.state, 'withdrawn'),
            inArray(drimbox.id, [...ids]),
          ),
        )
      return rows.map(({ id }) => id)
    },

    async insert(row: Delegation, drimboxIds: readonly string[]): Promise<void> {
      await tx.db.insert(delegation).values(row)
      if (drimboxIds.length === 0) return
      await tx.db
        .insert(delegationDrimbox)
        .values(drimboxIds.map((drimboxId) => ({ delegationId: row.id, drimboxId })))
    },

    /** False where `version` is no longer the row's. */
    async change(id: string, version: number, change: DelegationChange): Promise<boolean> {
      const rows = await tx.db
        .update(delegation)
        .set({ ...change, version: version + 1, updatedAt: tx.at })
        .where(and(eq(delegation.id, id), eq(delegation.version, version)))
        .returning({ id: delegation.id })
      return rows.length === 1
    },
  }
}
