import { and, asc, eq, gt, ilike, sql } from 'drizzle-orm'
import { operator } from '../db/schema/operator.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Operator } from './operator.ts'

export interface OperatorView extends Operator {
  /** Its DRIMboxes, whatever their state. */
  readonly drimboxCount: number
}

export interface OperatorFilter {
  readonly q?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

// The count is written out: drizzle leaves the table's name away in a query on one table, and both have an id.
const columns = {
  id: operator.id,
  version: operator.version,
  name: operator.name,
  origin: operator.origin,
  createdAt: operator.createdAt,
  updatedAt: operator.updatedAt,
  drimboxCount: sql<number>`(SELECT count(*) FROM drimbox WHERE drimbox.operator_id = operator.id)::int`,
}

/** Operators in the order of their entry; one more than `limit`, so that the caller sees whether there are others. */
export async function listOperators(tx: Transaction, filter: OperatorFilter): Promise<OperatorView[]> {
  return tx.db
    .select(columns)
    .from(operator)
    .where(
      and(
        filter.after === undefined ? undefined : gt(operator.id, filter.after),
        filter.q === undefined ? undefined : ilike(operator.name, `%${escapeLike(filter.q)}%`),
      ),
    )
    .orderBy(asc(operator.id))
    .limit(filter.limit + 1)
}

export async function viewOperator(tx: Transaction, id: string): Promise<OperatorView | undefined> {
  const [found] = await tx.db.select(columns).from(operator).where(eq(operator.id, id))
  return found
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
