import { and, arrayOverlaps, countDistinct, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import type { KeyScope, PrincipalMembership } from '../db/principal.ts'
import { apiKey, authenticator, membership, person, session } from '../db/schema/accounts.ts'
import { organisation } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'

interface LiveSession {
  readonly id: string
  readonly personId: string
  readonly lastSeenAt: Date
}

interface LiveKey {
  readonly id: string
  readonly personId: string
  readonly organisationId: string
  readonly scopes: readonly KeyScope[]
  readonly lastUsedAt: Date | null
}

/** Two administrators and a decider (procedures 4). */
const FIRST_PEOPLE = 3

/** What stands behind a credential, at the time of the transaction. */
export function credentialQueries(tx: Transaction) {
  return {
    async liveSession(tokenSha256: string): Promise<LiveSession | undefined> {
      const [found] = await tx.db
        .select({ id: session.id, personId: session.personId, lastSeenAt: session.lastSeenAt })
        .from(session)
        .innerJoin(person, eq(person.id, session.personId))
        .where(
          and(
            eq(session.tokenSha256, tokenSha256),
            isNull(session.endedAt),
            gt(session.expiresAt, tx.at),
            sql`${session.lastSeenAt} + make_interval(secs => ${session.idleMs} / 1000.0) > ${tx.at.toISOString()}::timestamptz`,
            eq(person.state, 'active'),
          ),
        )
      return found
    },

    async see({ id, personId }: LiveSession): Promise<void> {
      await tx.db.update(session).set({ lastSeenAt: tx.at }).where(eq(session.id, id))
      await tx.db.update(person).set({ lastSeenAt: tx.at }).where(eq(person.id, personId))
    },

    /** Active, begun and not over. */
    async membershipsOf(tokenSha256: string): Promise<PrincipalMembership[]> {
      return tx.db
        .select({
          id: membership.id,
          organisationId: membership.organisationId,
          isAgency: arrayOverlaps(organisation.kinds, ['agency']).mapWith(Boolean),
          roles: membership.roles,
        })
        .from(membership)
        .innerJoin(session, eq(session.personId, membership.personId))
        .innerJoin(organisation, eq(organisation.id, membership.organisationId))
        .where(and(eq(session.tokenSha256, tokenSha256), isInForce(tx.at)))
        .orderBy(membership.id)
    },

    /**
     * Whether three people of the agency have ever had two security keys each. Ever: a key that is lost later stops
     * nobody, or the list could not be made safer in the very hour that it must.
     */
    async isAgencyReady(): Promise<boolean> {
      const [row] = await tx.db
        .select({ many: countDistinct(membership.personId) })
        .from(membership)
        .innerJoin(organisation, eq(organisation.id, membership.organisationId))
        .where(
          and(
            arrayOverlaps(organisation.kinds, ['agency']),
            sql`(SELECT count(*) FROM ${authenticator} WHERE ${authenticator.personId} = ${membership.personId}) >= 2`,
          ),
        )
      return (row?.many ?? 0) >= FIRST_PEOPLE
    },

    /** A key whose person is no longer an active member of its organisation sleeps. */
    async liveKey(prefix: string, secretSha256: string): Promise<LiveKey | undefined> {
      const [found] = await tx.db
        .select({
          id: apiKey.id,
          personId: apiKey.personId,
          organisationId: apiKey.organisationId,
          scopes: apiKey.scopes,
          lastUsedAt: apiKey.lastUsedAt,
        })
        .from(apiKey)
        .innerJoin(person, eq(person.id, apiKey.personId))
        .innerJoin(
          membership,
          and(
            eq(membership.personId, apiKey.personId),
            eq(membership.organisationId, apiKey.organisationId),
            isInForce(tx.at),
          ),
        )
        .where(
          and(
            eq(apiKey.prefix, prefix),
            eq(apiKey.secretSha256, secretSha256),
            isNull(apiKey.revokedAt),
            gt(apiKey.expiresAt, tx.at),
            eq(person.state, 'active'),
          ),
        )
      return found === undefined ? undefined : { ...found, scopes: found.scopes as KeyScope[] }
    },

    async noteKeyUse({ id }: LiveKey): Promise<void> {
      await tx.db.update(apiKey).set({ lastUsedAt: tx.at }).where(eq(apiKey.id, id))
    },
  }
}

function isInForce(at: Date) {
  return and(
    eq(membership.state, 'active'),
    lte(membership.validFrom, at),
    or(isNull(membership.validUntil), gt(membership.validUntil, at)),
  )
}
