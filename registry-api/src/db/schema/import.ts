import { sql } from 'drizzle-orm'
import { check, integer, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const importOutcome = pgEnum('import_outcome', ['bootstrap', 'comparison'])

/** Lists that were read into the registry or compared with it. */
export const whitelistImport = pgTable(
  'whitelist_import',
  {
    id: uuid().notNull(),
    outcome: importOutcome().notNull(),
    digest: text().notNull(),
    fileSha256: text().notNull(),
    signedAt: instant().notNull(),
    signerDn: text().notNull(),
    signerFingerprint: text().notNull(),
    /** The moment at which it was judged, chosen by the caller. */
    verifiedAt: instant().notNull(),
    entryCount: integer().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'whitelist_import_pk', columns: [table.id] }),
    check('whitelist_import_entry_count', sql`entry_count >= 0`),
  ],
)
