import { and, desc, eq, gt, inArray, notInArray, sql } from 'drizzle-orm'
import {
  approval,
  currentWhitelist,
  publication,
  publicationSequence,
  signedList,
} from '../db/schema/publication.ts'
import { listedLine } from '../db/schema/views.ts'
import type { Transaction } from '../db/transaction.ts'
import { publicationColumns } from './publication.columns.ts'
import type { Line, Publication, PublicationState } from './publication.ts'

const ALIVE = ['draft', 'awaiting', 'approved', 'signing'] as const satisfies PublicationState[]

export interface NewPublication extends Omit<
  Publication,
  'openedAt' | 'signedAt' | 'refusalCode' | 'refusalDetail'
> {
  readonly content: Uint8Array
  readonly lines: readonly Line[]
  readonly gone: readonly string[]
}

type Transition = Partial<
  Pick<Publication, 'approvalsNeeded' | 'openedAt' | 'signedAt' | 'refusalCode' | 'refusalDetail'>
>

export function publicationRepository(tx: Transaction) {
  const { db } = tx
  return {
    /** The one attempt under way, locked until the end of the transaction. */
    async findAlive(): Promise<Publication | undefined> {
      const [found] = await db
        .select(publicationColumns)
        .from(publication)
        .where(inArray(publication.state, [...ALIVE]))
        .for('update')
      return found
    },

    /** The newest of those that were to take the number: drafts that follow one another name the same one. */
    async findNewest(sequence: number): Promise<Publication | undefined> {
      const [found] = await db
        .select(publicationColumns)
        .from(publication)
        .where(eq(publication.sequence, sequence))
        .orderBy(desc(publication.id))
        .limit(1)
        .for('update')
      return found
    },

    /** What took the number, with its content and the DRIMbox of each line; whatever became of it. */
    async findReserved(sequence: number) {
      const [found] = await db
        .select({
          ...publicationColumns,
          content: publication.content,
          lineDrimboxes: publication.lineDrimboxes,
        })
        .from(publication)
        .innerJoin(publicationSequence, eq(publicationSequence.publicationId, publication.id))
        .where(eq(publicationSequence.sequence, sequence))
      return found
    },

    async contentOf(id: string): Promise<Uint8Array> {
      const [row] = await db
        .select({ content: publication.content })
        .from(publication)
        .where(eq(publication.id, id))
      if (row === undefined) throw new Error(`publication ${id} has gone`)
      return row.content
    },

    async highestReserved(): Promise<number> {
      const [row] = await db
        .select({ highest: sql<number>`coalesce(max(${publicationSequence.sequence}), 0)::int` })
        .from(publicationSequence)
      return row!.highest
    },

    /** The lines that are on the list by now, in their order: one view decides, and nothing else (invariant D-1). */
    async listedLines(): Promise<Line[]> {
      const rows = await db.select().from(listedLine).orderBy(listedLine.position, listedLine.certificateId)
      return rows.map(({ drimboxId, certificateId: _, position: __, ...entry }) => ({ drimboxId, entry }))
    },

    async insert({ lines, gone, ...row }: NewPublication): Promise<void> {
      await db.insert(publication).values({
        ...row,
        gone: [...gone],
        lineDrimboxes: lines.map(({ drimboxId }) => drimboxId),
        lineDns: lines.map(({ entry }) => entry.certificateDn),
      })
    },

    /** Moves it on, where nobody else has; `undefined` where somebody has. */
    async become(
      from: Publication,
      state: PublicationState,
      more: Transition = {},
    ): Promise<Publication | undefined> {
      const [row] = await db
        .update(publication)
        .set({ ...more, state, version: from.version + 1, updatedAt: tx.at })
        .where(and(eq(publication.id, from.id), eq(publication.version, from.version)))
        .returning(publicationColumns)
      return row
    },

    /** Takes the number for ever. Two takers: the second gets a violation of `publication_sequence_once`. */
    async reserve(sequence: number, publicationId: string): Promise<void> {
      await db.insert(publicationSequence).values({ sequence, publicationId, at: tx.at })
    },

    async currentSequence(): Promise<number> {
      const [row] = await db.select({ sequence: currentWhitelist.sequence }).from(currentWhitelist)
      return row!.sequence
    },

    /** Compare-and-swap: false where the list in force is no longer the expected one. */
    async replaceCurrent(expected: number, next: number): Promise<boolean> {
      const rows = await db
        .update(currentWhitelist)
        .set({ sequence: next })
        .where(eq(currentWhitelist.sequence, expected))
        .returning({ sequence: currentWhitelist.sequence })
      return rows.length === 1
    },

    async insertSignedList(row: typeof signedList.$inferInsert): Promise<void> {
      await db.insert(signedList).values(row)
    },

    /** Unexpired approvals of a publication, the newest of each key. */
    async liveApprovals(publicationId: string): Promise<{ kid: string; jws: string; expiresAt: Date }[]> {
      return db
        .selectDistinctOn([approval.kid], {
          kid: approval.kid,
          jws: approval.jws,
          expiresAt: approval.expiresAt,
        })
        .from(approval)
        .where(and(eq(approval.publicationId, publicationId), gt(approval.expiresAt, tx.at)))
        .orderBy(approval.kid, desc(approval.id))
    },

    /** The approvals that were alive when its number was taken: an attempt is finished with the very same ones. */
    async approvalsAtOpening({ id, openedAt }: Publication): Promise<string[]> {
      const rows = await db
        .selectDistinctOn([approval.kid], { jws: approval.jws })
        .from(approval)
        .where(and(eq(approval.publicationId, id), gt(approval.expiresAt, openedAt ?? tx.at)))
        .orderBy(approval.kid, desc(approval.id))
      return rows.map(({ jws }) => jws)
    },

    async insertApproval(row: typeof approval.$inferInsert): Promise<void> {
      await db.insert(approval).values(row)
    },

    /** Lines that left or changed by what was signed since `since`. */
    async goneSince(since: Date): Promise<Set<string>> {
      const rows = await db
        .select({ gone: publication.gone })
        .from(publication)
        .innerJoin(signedList, eq(signedList.publicationId, publication.id))
        .where(gt(signedList.at, since))
      return new Set(rows.flatMap(({ gone }) => gone))
    },

    /** The last attempts that came to an end, newest first. */
    async lastEnded(limit: number): Promise<Publication[]> {
      return db
        .select(publicationColumns)
        .from(publication)
        .where(notInArray(publication.state, [...ALIVE, 'superseded', 'expired']))
        .orderBy(desc(publication.id))
        .limit(limit)
    },
  }
}

export type PublicationRepository = ReturnType<typeof publicationRepository>
