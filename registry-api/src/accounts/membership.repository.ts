import { and, arrayContains, eq, gt, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { invitation, membership } from '../db/schema/accounts.ts'
import { organisation } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Role } from '../rights/roles.ts'
import type { Membership } from './membership.ts'

export type Invitation = Omit<typeof invitation.$inferSelect, 'roles'> & { readonly roles: readonly Role[] }
type MembershipChange = Partial<Pick<Membership, 'roles' | 'state' | 'validUntil'>>

export function membershipRepository(tx: Transaction) {
  return {
    /** Without a lock: its team is locked next, always in one order, so that two who act on each other never wait in a ring. */
    async find(id: string): Promise<Membership | undefined> {
      const [found] = await tx.db.select().from(membership).where(eq(membership.id, id))
      return found
    },

    /** Those that are not ended; locked, for whoever counts administrators must see no other change come. */
    async findOfOrganisation(organisationId: string): Promise<Membership[]> {
      return tx.db
        .select()
        .from(membership)
        .where(and(eq(membership.organisationId, organisationId), ne(membership.state, 'ended')))
        .orderBy(membership.id)
        .for('update')
    },

    async findOfPerson(personId: string): Promise<Membership[]> {
      return tx.db
        .select()
        .from(membership)
        .where(and(eq(membership.personId, personId), ne(membership.state, 'ended')))
        .orderBy(membership.id)
        .for('update')
    },

    /** Whether the person acts for the agency now. */
    async isOfAgency(personId: string): Promise<boolean> {
      const rows = await tx.db
        .select({ id: membership.id })
        .from(membership)
        .innerJoin(organisation, eq(organisation.id, membership.organisationId))
        .where(
          and(
            eq(membership.personId, personId),
            eq(membership.state, 'active'),
            arrayContains(organisation.kinds, ['agency']),
          ),
        )
        .limit(1)
      return rows.length > 0
    },

    /** Whether the person hands out roles of this organisation now. */
    async isAdministratorOf(personId: string, organisationId: string): Promise<boolean> {
      const rows = await tx.db
        .select({ id: membership.id })
        .from(membership)
        .where(
          and(
            eq(membership.personId, personId),
            eq(membership.organisationId, organisationId),
            eq(membership.state, 'active'),
            arrayContains(membership.roles, ['OA']),
            or(isNull(membership.validUntil), gt(membership.validUntil, tx.at)),
          ),
        )
      return rows.length > 0
    },

    /** Those whose time is over. */
    async findOver(limit: number): Promise<Membership[]> {
      return tx.db
        .select()
        .from(membership)
        .where(and(ne(membership.state, 'ended'), lte(membership.validUntil, tx.at)))
        .orderBy(membership.id)
        .limit(limit)
        .for('update', { skipLocked: true })
    },

    async insert(row: Membership): Promise<void> {
      await tx.db.insert(membership).values({ ...row, roles: [...row.roles] })
    },

    /** False where `version` is no longer the row's. */
    async change(
      { id, version }: Pick<Membership, 'id' | 'version'>,
      change: MembershipChange,
    ): Promise<boolean> {
      const { roles, ...rest } = change
      const rows = await tx.db
        .update(membership)
        .set({
          ...rest,
          ...(roles === undefined ? {} : { roles: [...roles] }),
          version: version + 1,
          updatedAt: tx.at,
        })
        .where(and(eq(membership.id, id), eq(membership.version, version)))
        .returning({ id: membership.id })
      return rows.length === 1
    },

    /** S8: whether a person shares a mail or a security key with one of these. */
    async isInDoubtWith(personId: string, others: readonly (string | null)[]): Promise<boolean> {
      for (const other of others) {
        if (other === null) continue
        const [row] = await tx.db.execute<{ doubt: boolean }>(
          sql`SELECT persons_are_in_doubt(${personId}::uuid, ${other}::uuid) AS doubt`,
        )
        if (row?.doubt === true) return true
      }
      return false
    },

    /** What an invitation has to know of its organisation. */
    async findOrganisation(id: string) {
      const [found] = await tx.db
        .select({
          id: organisation.id,
          publicNumber: organisation.publicNumber,
          displayName: organisation.displayName,
          kinds: organisation.kinds,
          siren: organisation.siren,
          state: organisation.state,
        })
        .from(organisation)
        .where(eq(organisation.id, id))
      return found
    },

    async findAgencies() {
      return tx.db
        .select({ id: organisation.id })
        .from(organisation)
        .where(arrayContains(organisation.kinds, ['agency']))
        .orderBy(organisation.id)
    },

    async findInvitation(codeSha256: string): Promise<Invitation | undefined> {
      const [found] = await tx.db
        .select()
        .from(invitation)
        .where(eq(invitation.codeSha256, codeSha256))
        .for('update')
      return found
    },

    async insertInvitation(row: Invitation): Promise<void> {
      await tx.db.insert(invitation).values({ ...row, roles: [...row.roles] })
    },

    async acceptInvitation(id: string, personId: string): Promise<void> {
      await tx.db
        .update(invitation)
        .set({ acceptedAt: tx.at, acceptedBy: personId })
        .where(eq(invitation.id, id))
    },

    /** Codes of the bootstrap that nobody has used: newer ones take their place. */
    async expireBootstrapCodes(): Promise<void> {
      await tx.db
        .update(invitation)
        .set({ expiresAt: tx.at })
        .where(
          and(
            eq(invitation.isBootstrap, true),
            isNull(invitation.acceptedAt),
            sql`${invitation.expiresAt} > ${tx.at.toISOString()}::timestamptz`,
          ),
        )
    },

    /** One bootstrap at a time: two that came at once would give six codes. */
    async lockBootstrap(): Promise<void> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('bootstrap'))`)
    },
  }
}
