import { and, asc, count, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import { authenticator, membership, person, session } from '../db/schema/accounts.ts'
import { organisation } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'

/** A person as they see themselves: also the places that wait for somebody's confirmation, or sleep. */
export async function viewMe(tx: Transaction, personId: string, sessionId: string) {
  const [[self], places, [keys], [current]] = await Promise.all([
    tx.db
      .select({ id: person.id, name: person.name, mail: person.mail })
      .from(person)
      .where(eq(person.id, personId)),
    tx.db
      .select({
        id: membership.id,
        version: membership.version,
        roles: membership.roles,
        state: membership.state,
        until: membership.validUntil,
        organisation: {
          id: organisation.id,
          number: organisation.publicNumber,
          displayName: organisation.displayName,
          kinds: organisation.kinds,
          state: organisation.state,
        },
      })
      .from(membership)
      .innerJoin(organisation, eq(organisation.id, membership.organisationId))
      .where(and(eq(membership.personId, personId), ne(membership.state, 'ended')))
      .orderBy(asc(membership.id)),
    tx.db
      .select({ many: count() })
      .from(authenticator)
      .where(and(eq(authenticator.personId, personId), isNull(authenticator.endedAt))),
    tx.db.select(sessionColumns).from(session).where(eq(session.id, sessionId)),
  ])
  if (self === undefined || current === undefined) throw new Error('a session without its person')
  return { person: self, memberships: places, authenticators: keys?.many ?? 0, session: current }
}

const sessionColumns = {
  id: session.id,
  createdAt: session.createdAt,
  lastSeenAt: session.lastSeenAt,
  expiresAt: session.expiresAt,
  idleMs: session.idleMs,
}

/** The sessions of a person that still live, newest first. */
export async function listSessions(tx: Transaction, personId: string) {
  return tx.db
    .select(sessionColumns)
    .from(session)
    .where(
      and(
        eq(session.personId, personId),
        isNull(session.endedAt),
        gt(session.expiresAt, tx.at),
        sql`${session.lastSeenAt} + make_interval(secs => ${session.idleMs} / 1000.0) > ${tx.at.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(sql`${session.id} DESC`)
}

export interface MemberFilter {
  readonly organisation: string
  readonly after?: string | undefined
  readonly limit: number
}

const memberColumns = {
  id: membership.id,
  version: membership.version,
  organisationId: membership.organisationId,
  person: { id: person.id, name: person.name, mail: person.mail },
  roles: membership.roles,
  state: membership.state,
  from: membership.validFrom,
  until: membership.validUntil,
}
export type Member = Awaited<ReturnType<typeof listMembers>>[number]

/** The team of an organisation, in the order of their entry; one more than `limit`. */
export async function listMembers(tx: Transaction, filter: MemberFilter) {
  return tx.db
    .select(memberColumns)
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .where(
      and(
        eq(membership.organisationId, filter.organisation),
        ne(membership.state, 'ended'),
        filter.after === undefined ? undefined : gt(membership.id, filter.after),
      ),
    )
    .orderBy(asc(membership.id))
    .limit(filter.limit + 1)
}

export async function viewMember(tx: Transaction, id: string): Promise<Member | undefined> {
  const [found] = await tx.db
    .select(memberColumns)
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .where(eq(membership.id, id))
  return found
}
