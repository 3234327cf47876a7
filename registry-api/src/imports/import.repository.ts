import { sql } from 'drizzle-orm'
import { whitelistImport } from '../db/schema/import.ts'
import type { Transaction } from '../db/transaction.ts'

export function importRepository(tx: Transaction) {
  return {
    /** One import at a time: of two that find the registry empty, the second must see what the first did. */
    async waitForOthers(): Promise<void> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('whitelist-import'))`)
    },

    async insert(row: typeof whitelistImport.$inferInsert): Promise<void> {
      await tx.db.insert(whitelistImport).values(row)
    },
  }
}
