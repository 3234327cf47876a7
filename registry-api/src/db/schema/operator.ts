import { sql } from 'drizzle-orm'
import { check, integer, pgEnum, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const operatorOrigin = pgEnum('operator_origin', ['import', 'registration'])

export const operator = pgTable(
  'operator',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    /** Denomination of its lines, as written. */
    name: text().notNull(),
    origin: operatorOrigin().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'operator_pk', columns: [table.id] }),
    unique('operator_name_once').on(table.name),
    check('operator_version_positive', sql`version > 0`),
    check('operator_name_length', sql`char_length(name) BETWEEN 1 AND 1024`),
  ],
)
