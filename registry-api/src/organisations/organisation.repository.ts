import { and, eq, sql } from 'drizzle-orm'
import { inChunks } from '../db/chunks.ts'
import { organisation, organisationNumber } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'
import { skeletonOf } from './display-name.ts'
import type { Organisation, OrganisationKind } from './organisation.ts'

const columns = {
  id: organisation.id,
  version: organisation.version,
  publicNumber: organisation.publicNumber,
  kinds: sql<OrganisationKind[]>`${organisation.kinds}`,
  legalName: organisation.legalName,
  displayName: organisation.displayName,
  siren: organisation.siren,
  siretSeat: organisation.siretSeat,
  structureIdType: organisation.structureIdType,
  structureId: organisation.structureId,
  finess: organisation.finess,
  state: organisation.state,
  origin: organisation.origin,
  admittedAt: organisation.admittedAt,
  createdAt: organisation.createdAt,
  updatedAt: organisation.updatedAt,
}

/** What an act changes; number, SIREN and origin stay. */
export type OrganisationChange = Partial<
  Pick<
    Organisation,
    'displayName' | 'legalName' | 'siretSeat' | 'finess' | 'structureIdType' | 'structureId' | 'state'
  >
>

export function organisationRepository(tx: Transaction) {
  return {
    async findById(id: string): Promise<Organisation | undefined> {
      const [found] = await tx.db.select(columns).from(organisation).where(eq(organisation.id, id))
      return found
    },

    /** The same, locked until the end of the transaction. */
    async findForAct(id: string): Promise<Organisation | undefined> {
      const [found] = await tx.db
        .select(columns)
        .from(organisation)
        .where(eq(organisation.id, id))
        .for('update')
      return found
    },

    /** Whether somebody bears a name that looks like this one, seen by the caller or not. */
    async isNameTaken(name: string, own?: string): Promise<boolean> {
      const [row] = await tx.db.execute<{ taken: boolean }>(
        sql`SELECT display_name_is_taken(${skeletonOf(name)}, ${own ?? null}::uuid) AS taken`,
      )
      return row!.taken
    },

    /** The first of `count` public numbers never given. Whoever asks next waits for this transaction to end. */
    async nextNumber(): Promise<number> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('organisation-number'))`)
      const [row] = await tx.db
        .select({ next: sql<number>`coalesce(max(${organisationNumber.number}), 0)::int + 1` })
        .from(organisationNumber)
      return row!.next
    },

    /** False where `version` is no longer the row's. */
    async change(id: string, version: number, change: OrganisationChange): Promise<boolean> {
      const { displayName } = change
      const rows = await tx.db
        .update(organisation)
        .set({
          ...change,
          ...(displayName === undefined ? {} : { displaySkeleton: skeletonOf(displayName) }),
          version: version + 1,
          updatedAt: tx.at,
        })
        .where(and(eq(organisation.id, id), eq(organisation.version, version)))
        .returning({ id: organisation.id })
      return rows.length === 1
    },

    async insert(organisations: readonly Organisation[]): Promise<void> {
      await inChunks(organisations, (chunk) =>
        tx.db.insert(organisation).values(
          chunk.map((each) => ({
            ...each,
            kinds: [...each.kinds],
            displaySkeleton: skeletonOf(each.displayName),
          })),
        ),
      )
      await inChunks(organisations, (chunk) =>
        tx.db.insert(organisationNumber).values(
          chunk.map(({ id, publicNumber }) => ({
            number: Number(publicNumber.slice('OP-'.length)),
            organisationId: id,
            at: tx.at,
          })),
        ),
      )
    },
  }
}
