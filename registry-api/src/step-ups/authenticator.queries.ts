import { and, eq, isNull, max, sql } from 'drizzle-orm'
import { authenticator, invitation, membership, person } from '../db/schema/accounts.ts'
import { organisation } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'

/** What decides whether somebody may enrol a first key, read as the system: invitations are not theirs to read. */
export async function readEnrollee(tx: Transaction, personId: string) {
  const [who] = await tx.db
    .select({ name: person.name, mail: person.mail })
    .from(person)
    .where(eq(person.id, personId))
  const [accepted] = await tx.db
    .select({ at: max(invitation.acceptedAt) })
    .from(invitation)
    .where(eq(invitation.acceptedBy, personId))
  const places = await tx.db
    .select({ id: membership.id })
    .from(membership)
    .where(eq(membership.personId, personId))
    .limit(1)
  return {
    name: who?.name ?? who?.mail ?? personId,
    lastAcceptedAt: accepted?.at ?? undefined,
    hadAnyPlace: places.length > 0,
  }
}

/** Credentials in use of everybody at the agency; read as the system. */
export async function credentialsOfAgency(tx: Transaction): Promise<string[]> {
  const rows = await tx.db
    .selectDistinct({ id: authenticator.credentialId })
    .from(authenticator)
    .innerJoin(membership, eq(membership.personId, authenticator.personId))
    .innerJoin(organisation, eq(organisation.id, membership.organisationId))
    .where(
      and(
        isNull(authenticator.endedAt),
        eq(membership.state, 'active'),
        sql`'agency' = ANY (${organisation.kinds})`,
      ),
    )
  return rows.map(({ id }) => id)
}
