import { and, asc, eq, inArray, lte, ne, sql } from 'drizzle-orm'
import { inChunks } from '../db/chunks.ts'
import { commitment } from '../db/schema/commitment.ts'
import { accessPoint, drimbox } from '../db/schema/drimbox.ts'
import { listedLine } from '../db/schema/views.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Commitment, CommitmentChange, CommitmentState } from './commitment.ts'

/** A line of the list by name: `9001 db9001.example.fr`. */
export type LineName = string

export function commitmentRepository(tx: Transaction) {
  const linesOf = async (organisationId: string): Promise<LineName[]> => {
    // By the ids of its boxes: through a join the view would look at the certificates of everybody.
    const boxes = await tx.db
      .select({ id: drimbox.id })
      .from(drimbox)
      .where(eq(drimbox.organisationId, organisationId))
    if (boxes.length === 0) return []
    const ids = boxes.map(({ id }) => id)
    const rows = await tx.db
      .select({ number: listedLine.number, wadoHost: listedLine.wadoHost })
      .from(listedLine)
      .where(inArray(listedLine.drimboxId, ids))
      .orderBy(asc(listedLine.position), asc(listedLine.certificateId))
    return rows.map(({ number, wadoHost }) => `${number} ${wadoHost}`)
  }
  return {
    linesOf,

    /**
     * Which lines there would be if the commitment were in that state: the database is asked, by the one view that
     * decides it, and forgets the question.
     */
    async linesIf(
      row: Pick<Commitment, 'id' | 'organisationId' | 'endsOn'>,
      standing: Pick<Commitment, 'state' | 'resumeTo'>,
    ): Promise<LineName[]> {
      await tx.db.execute(sql`SAVEPOINT lines_if`)
      // A notice has an end, whichever it will be.
      const asked = { ...standing, endsOn: row.endsOn ?? '9999-12-31' }
      await tx.db.update(commitment).set(asked).where(eq(commitment.id, row.id))
      const lines = await linesOf(row.organisationId)
      await tx.db.execute(sql`ROLLBACK TO SAVEPOINT lines_if`)
      return lines
    },

    /** Whoever opens a commitment for the same organisation waits for this transaction to end. */
    async lockOpening(organisationId: string): Promise<void> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`commitment:${organisationId}`}))`)
    },

    async countAccessPoints(organisationId: string): Promise<number> {
      const [row] = await tx.db
        .select({ count: sql<number>`count(*)::int` })
        .from(accessPoint)
        .innerJoin(drimbox, eq(drimbox.id, accessPoint.drimboxId))
        .where(and(eq(drimbox.organisationId, organisationId), ne(drimbox.state, 'withdrawn')))
      return row!.count
    },

    /** Locks the row until the end of the transaction. */
    async findForAct(id: string): Promise<Commitment | undefined> {
      const [found] = await tx.db.select().from(commitment).where(eq(commitment.id, id)).for('update')
      return found as Commitment | undefined
    },

    /** Those of an organisation in one of the states, locked in the order of their entry. */
    async lockOfOrganisation(
      organisationId: string,
      states: readonly CommitmentState[],
    ): Promise<Commitment[]> {
      const rows = await tx.db
        .select()
        .from(commitment)
        .where(and(eq(commitment.organisationId, organisationId), inArray(commitment.state, [...states])))
        .orderBy(asc(commitment.id))
        .for('update')
      return rows as Commitment[]
    },

    /** Signed, and due on that day or before. */
    async idsToActivate(day: string): Promise<string[]> {
      const rows = await tx.db
        .select({ id: commitment.id })
        .from(commitment)
        .where(and(eq(commitment.state, 'signed'), lte(commitment.effectiveOn, day)))
        .orderBy(asc(commitment.id))
      return rows.map(({ id }) => id)
    },

    async inNotice(): Promise<Commitment[]> {
      const rows = await tx.db
        .select()
        .from(commitment)
        .where(eq(commitment.state, 'notice'))
        .orderBy(asc(commitment.id))
      return rows as Commitment[]
    },

    /** False where `version` is no longer the row's. */
    async change(id: string, version: number, change: CommitmentChange): Promise<boolean> {
      const rows = await tx.db
        .update(commitment)
        .set({ ...change, version: version + 1, updatedAt: tx.at })
        .where(and(eq(commitment.id, id), eq(commitment.version, version)))
        .returning({ id: commitment.id })
      return rows.length === 1
    },

    async insert(commitments: readonly Commitment[]): Promise<void> {
      await inChunks(commitments, (chunk) => tx.db.insert(commitment).values([...chunk]))
    },
  }
}
