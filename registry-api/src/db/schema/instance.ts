import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** The one trust space of this database, written once (decisions 15 and 29). */
export const instance = pgTable(
  'instance',
  {
    id: smallint().notNull(),
    trustSpace: text().notNull(),
    space: text().notNull(),
    mode: text().notNull(),
    zone: text().notNull(),
    epoch: uuid().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'instance_pk', columns: [table.id] }),
    check('instance_is_one', sql`id = 1`),
    check('instance_space_known', sql`space IN ('TEST', 'PRODUCTION')`),
    check('instance_mode_known', sql`mode IN ('demo', 'real')`),
  ],
)
