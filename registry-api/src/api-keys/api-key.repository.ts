import { and, asc, desc, eq, gt, isNull, lt, sql, type SQL } from 'drizzle-orm'
import { apiKey, membership, person } from '../db/schema/accounts.ts'
import type { KeyScope } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { ApiKey } from './api-key.ts'

export interface KeyAndHolder {
  readonly key: ApiKey
  /** A member of the organisation now: the key answers. */
  readonly isHolderActive: boolean
  readonly holderName: string | null
}

export function apiKeyRepository(tx: Transaction) {
  const withHolder = (where: SQL | undefined) =>
    tx.db
      .select({ key: apiKey, isHolderActive: isHolderActive(tx.at), holderName: person.name })
      .from(apiKey)
      .leftJoin(person, eq(person.id, apiKey.personId))
      .where(where)

  return {
    /** One at a time makes keys of an organisation. */
    async lock(organisationId: string): Promise<void> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`api keys of ${organisationId}`}))`)
    },

    /** Neither revoked nor expired; also those that sleep. */
    async countInUse(organisationId: string): Promise<number> {
      const [row] = await tx.db
        .select({ many: sql<number>`count(*)::int` })
        .from(apiKey)
        .where(
          and(
            eq(apiKey.organisationId, organisationId),
            isNull(apiKey.revokedAt),
            gt(apiKey.expiresAt, tx.at),
          ),
        )
      return row?.many ?? 0
    },

    async insert(key: ApiKey): Promise<void> {
      await tx.db.insert(apiKey).values({ ...key, scopes: [...key.scopes] })
    },

    /** Locks the row. */
    async findForAct(id: string): Promise<KeyAndHolder | undefined> {
      const [found] = await withHolder(eq(apiKey.id, id)).for('update', { of: apiKey })
      return found === undefined ? undefined : typed(found)
    },

    async find(id: string): Promise<KeyAndHolder | undefined> {
      const [found] = await withHolder(eq(apiKey.id, id))
      return found === undefined ? undefined : typed(found)
    },

    async nameOf(personId: string): Promise<string | null> {
      const [found] = await tx.db.select({ name: person.name }).from(person).where(eq(person.id, personId))
      return found?.name ?? null
    },

    /** The newest first, one more than `limit`. */
    async list(query: {
      readonly organisation: string
      readonly after?: string | undefined
      readonly limit: number
    }): Promise<KeyAndHolder[]> {
      const { organisation, after, limit } = query
      const rows = await withHolder(
        and(eq(apiKey.organisationId, organisation), after === undefined ? undefined : lt(apiKey.id, after)),
      )
        .orderBy(desc(apiKey.id))
        .limit(limit + 1)
      return rows.map(typed)
    },

    /** False where `version` is no longer the row's. */
    async change(
      { id, version }: Pick<ApiKey, 'id' | 'version'>,
      change: Partial<Pick<ApiKey, 'personId' | 'revokedAt'>>,
    ): Promise<boolean> {
      const rows = await tx.db
        .update(apiKey)
        .set({ ...change, version: version + 1, updatedAt: tx.at })
        .where(and(eq(apiKey.id, id), eq(apiKey.version, version)))
        .returning({ id: apiKey.id })
      return rows.length === 1
    },

    /** Half of whose life is over, and of which nobody was told; the oldest first. */
    async findPastHalfLife(limit: number): Promise<ApiKey[]> {
      const rows = await tx.db
        .select()
        .from(apiKey)
        .where(
          and(
            isNull(apiKey.revokedAt),
            gt(apiKey.expiresAt, tx.at),
            sql`${apiKey.createdAt} + (${apiKey.expiresAt} - ${apiKey.createdAt}) / 2 <= ${tx.at.toISOString()}::timestamptz`,
            sql`NOT EXISTS (SELECT FROM mail WHERE mail.dedupe_key = ${HALF_LIFE} || ${apiKey.id})`,
          ),
        )
        .orderBy(asc(apiKey.id))
        .limit(limit)
      return rows.map((row) => ({ ...row, scopes: row.scopes as KeyScope[] }))
    },

    /** Those that fell asleep and of which nobody was told; of one holder after the other. */
    async findFallenAsleep(limit: number): Promise<KeyAndHolder[]> {
      const rows = await withHolder(
        and(
          isNull(apiKey.revokedAt),
          gt(apiKey.expiresAt, tx.at),
          sql`NOT ${isHolderActive(tx.at)}`,
          sql`NOT EXISTS (SELECT FROM mail WHERE mail.dedupe_key = ${ASLEEP} || ${apiKey.id} || ':' || ${apiKey.personId})`,
        ),
      )
        .orderBy(asc(apiKey.organisationId), asc(apiKey.personId), asc(apiKey.id))
        .limit(limit)
      return rows.map(typed)
    },
  }
}

const HALF_LIFE = 'api-key-half-life:'
const ASLEEP = 'api-key-asleep:'

export const halfLifeKey = ({ id }: Pick<ApiKey, 'id'>) => HALF_LIFE + id
export const asleepKey = ({ id, personId }: Pick<ApiKey, 'id' | 'personId'>) => `${ASLEEP}${id}:${personId}`

/** As resolving the key asks (accounts/credential.queries.ts). */
const isHolderActive = (at: Date) => sql<boolean>`EXISTS (
  SELECT FROM ${membership} AS place JOIN ${person} AS holder ON holder.id = place.person_id
   WHERE place.person_id = ${apiKey.personId} AND place.organisation_id = ${apiKey.organisationId}
     AND place.state = 'active' AND holder.state = 'active'
     AND (place.valid_until IS NULL OR place.valid_until > ${at.toISOString()}::timestamptz))`

function typed(row: {
  readonly key: typeof apiKey.$inferSelect
  readonly isHolderActive: boolean
  readonly holderName: string | null
}): KeyAndHolder {
  return { ...row, key: { ...row.key, scopes: row.key.scopes as KeyScope[] } }
}
