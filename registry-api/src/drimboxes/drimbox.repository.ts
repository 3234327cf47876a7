import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import { inChunks } from '../db/chunks.ts'
import { accessPoint, drimbox, drimboxNumber, hostName } from '../db/schema/drimbox.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Drimbox, DrimboxChange } from './drimbox.ts'

/** A DRIMbox with what is entered together with it, once and for ever. */
export interface NewDrimbox {
  readonly drimbox: Drimbox
  /** As written; their lower case is what is unique. */
  readonly wadoHost: string
  /** '' where it has none. */
  readonly viewerHost: string
}

export function drimboxRepository(tx: Transaction) {
  return {
    /** Locks the row until the end of the transaction. */
    async findForAct(id: string): Promise<Drimbox | undefined> {
      const [found] = await tx.db.select().from(drimbox).where(eq(drimbox.id, id)).for('update')
      return found
    },

    /** Those of an organisation that are not withdrawn, locked. */
    async lockLivingOf(organisationId: string): Promise<Drimbox[]> {
      return tx.db
        .select()
        .from(drimbox)
        .where(and(eq(drimbox.organisationId, organisationId), ne(drimbox.state, 'withdrawn')))
        .orderBy(asc(drimbox.number))
        .for('update')
    },

    async isEmpty(): Promise<boolean> {
      return (await tx.db.select({ id: drimbox.id }).from(drimbox).limit(1)).length === 0
    },

    async actsOfNumber(number: number): Promise<('assigned' | 'burnt')[]> {
      const rows = await tx.db
        .select({ act: drimboxNumber.act })
        .from(drimboxNumber)
        .where(eq(drimboxNumber.number, number))
      return rows.map(({ act }) => act)
    },

    /** Which of the names were ever given, to the living or the dead. */
    async takenHosts(hosts: readonly string[]): Promise<string[]> {
      const names = hosts.map((host) => host.toLowerCase())
      const rows = await tx.db
        .select({ name: hostName.name })
        .from(hostName)
        .where(inArray(hostName.name, names))
      return rows.map(({ name }) => name)
    },

    /** The rank after all others. Whoever asks next waits for this transaction to end. */
    async nextPosition(): Promise<number> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('drimbox-position'))`)
      const [row] = await tx.db
        .select({ next: sql<number>`coalesce(max(${drimbox.position}), 0)::int + 1` })
        .from(drimbox)
      return row!.next
    },

    async insert(boxes: readonly NewDrimbox[]): Promise<void> {
      await inChunks(boxes, (chunk) => tx.db.insert(drimbox).values(chunk.map((box) => box.drimbox)))
      await inChunks(boxes, (chunk) =>
        tx.db.insert(drimboxNumber).values(
          chunk.map(({ drimbox: { number, id } }) => ({
            number,
            act: 'assigned' as const,
            drimboxId: id,
            at: tx.at,
          })),
        ),
      )
      const points = boxes.flatMap(accessPointsOf)
      await inChunks(points, (chunk) =>
        tx.db
          .insert(hostName)
          .values(chunk.map((point) => ({ name: point.hostName, drimboxId: point.drimboxId, at: tx.at }))),
      )
      await inChunks(points, (chunk) =>
        tx.db
          .insert(accessPoint)
          .values(chunk.map((point) => ({ ...point, id: tx.newId(), createdAt: tx.at }))),
      )
    },

    /** False where `version` is no longer the row's. */
    async change(id: string, version: number, change: DrimboxChange): Promise<boolean> {
      const rows = await tx.db
        .update(drimbox)
        .set({ ...change, version: version + 1, updatedAt: tx.at })
        .where(and(eq(drimbox.id, id), eq(drimbox.version, version)))
        .returning({ id: drimbox.id })
      return rows.length === 1
    },

    async burnNumber(box: Drimbox): Promise<void> {
      await tx.db
        .insert(drimboxNumber)
        .values({ number: box.number, act: 'burnt', drimboxId: box.id, at: tx.at })
    },
  }
}

function accessPointsOf({ drimbox: { id }, wadoHost, viewerHost }: NewDrimbox) {
  const point = (kind: 'wado' | 'viewer', host: string) => ({
    drimboxId: id,
    kind,
    host,
    hostName: host.toLowerCase(),
  })
  return viewerHost === ''
    ? [point('wado', wadoHost)]
    : [point('wado', wadoHost), point('viewer', viewerHost)]
}
