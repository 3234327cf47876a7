import { and, asc, eq, gt, ilike } from 'drizzle-orm'
import { organisation } from '../db/schema/organisation.ts'
import { publicOperator } from '../db/schema/views.ts'
import type { Transaction } from '../db/transaction.ts'

export interface OperatorFilter {
  readonly q?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Organisations that the reader sees, in the order of their entry; one more than `limit`. */
export async function listOrganisations(tx: Transaction, filter: OperatorFilter) {
  return tx.db
    .select()
    .from(organisation)
    .where(
      and(
        filter.after === undefined ? undefined : gt(organisation.id, filter.after),
        filter.q === undefined ? undefined : ilike(organisation.displayName, `%${escapeLike(filter.q)}%`),
      ),
    )
    .orderBy(asc(organisation.id))
    .limit(filter.limit + 1)
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
        filter.q === undefined ? undefined : ilike(publicOperator.displayName, `%${escapeLike(filter.q)}%`),
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

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
