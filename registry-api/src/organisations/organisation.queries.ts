import { and, asc, eq, gt, ilike, or, sql } from 'drizzle-orm'
import { containing } from '../db/like.ts'
import { drimbox } from '../db/schema/drimbox.ts'
import { organisation } from '../db/schema/organisation.ts'
import { listedLine, publicOperator } from '../db/schema/views.ts'
import type { Transaction } from '../db/transaction.ts'

export interface OrganisationFilter {
  /** In a name; or a whole number or SIREN. */
  readonly q?: string | undefined
  readonly state?: 'candidate' | 'admitted' | 'closed' | undefined
  readonly kind?: string | undefined
  readonly number?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

export interface OperatorFilter {
  readonly q?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Organisations that the reader sees, in the order of their entry; one more than `limit`. */
export async function listOrganisations(tx: Transaction, filter: OrganisationFilter) {
  const { q, state, kind, number, after } = filter
  return tx.db
    .select()
    .from(organisation)
    .where(
      and(
        after === undefined ? undefined : gt(organisation.id, after),
        state === undefined ? undefined : eq(organisation.state, state),
        kind === undefined ? undefined : sql`${kind} = ANY (${organisation.kinds})`,
        number === undefined ? undefined : eq(organisation.publicNumber, number),
        q === undefined ? undefined : isFoundBy(q),
      ),
    )
    .orderBy(asc(organisation.id))
    .limit(filter.limit + 1)
}

function isFoundBy(q: string) {
  const like = containing(q)
  return or(
    ilike(organisation.displayName, like),
    ilike(organisation.legalName, like),
    eq(organisation.publicNumber, q.toUpperCase()),
    eq(organisation.siren, q),
  )
}

export async function viewOrganisation(tx: Transaction, id: string) {
  const [found] = await tx.db.select().from(organisation).where(eq(organisation.id, id))
  return found
}

/** Lines of an organisation that are on the next list. */
export async function countLinesOf(tx: Transaction, id: string): Promise<number> {
  const [row] = await tx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(listedLine)
    .innerJoin(drimbox, eq(drimbox.id, listedLine.drimboxId))
    .where(eq(drimbox.organisationId, id))
  return row!.count
}

export type PublicOperator = Awaited<ReturnType<typeof listPublicOperators>>[number]

/** Members as anybody sees them, in the order of their numbers; one more than `limit`. */
export async function listPublicOperators(tx: Transaction, filter: OperatorFilter) {
  return tx.db
    .select()
    .from(publicOperator)
    .where(
      and(
        filter.after === undefined ? undefined : gt(publicOperator.publicNumber, filter.after),
        filter.q === undefined ? undefined : ilike(publicOperator.displayName, containing(filter.q)),
      ),
    )
    .orderBy(asc(publicOperator.publicNumber))
    .limit(filter.limit + 1)
}

export async function viewPublicOperator(
  tx: Transaction,
  publicNumber: string,
): Promise<PublicOperator | undefined> {
  const [found] = await tx.db
    .select()
    .from(publicOperator)
    .where(eq(publicOperator.publicNumber, publicNumber))
  return found
}
