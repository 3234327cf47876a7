import { eq, sql } from 'drizzle-orm'
import { inChunks } from '../db/chunks.ts'
import { operator } from '../db/schema/operator.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Operator } from './operator.ts'

const columns = {
  id: operator.id,
  version: operator.version,
  name: operator.name,
  origin: operator.origin,
  createdAt: operator.createdAt,
  updatedAt: operator.updatedAt,
}

export function operatorRepository(tx: Transaction) {
  return {
    /** Whoever bears the name, in whatever letter case. */
    async findByName(name: string): Promise<Operator | undefined> {
      const [found] = await tx.db
        .select(columns)
        .from(operator)
        .where(sql`lower(${operator.name}) = lower(${name})`)
        .limit(1)
      return found
    },

    async findById(id: string): Promise<Operator | undefined> {
      const [found] = await tx.db.select(columns).from(operator).where(eq(operator.id, id))
      return found
    },

    async insert(operators: readonly Operator[]): Promise<void> {
      await inChunks(operators, (chunk) => tx.db.insert(operator).values(chunk))
    },
  }
}
