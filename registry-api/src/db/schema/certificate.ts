import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'
import { drimbox } from './drimbox.ts'

export const certificateState = pgEnum('certificate_state', ['listed', 'retired'])

/** A certificate of a DRIMbox; of an imported one only the DN is known (decisions 56). */
export const certificate = pgTable(
  'certificate',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    drimboxId: uuid().notNull(),
    state: certificateState().notNull(),
    /** DNCertificatOperateur as written. */
    dn: text().notNull(),
    der: bytea(),
    fingerprint: text(),
    notBefore: instant(),
    notAfter: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'certificate_pk', columns: [table.id] }),
    foreignKey({ name: 'certificate_drimbox_fk', columns: [table.drimboxId], foreignColumns: [drimbox.id] }),
    index('certificate_of_drimbox').on(table.drimboxId),
    check('certificate_version_positive', sql`version > 0`),
    check(
      'certificate_der_is_described',
      sql`num_nonnulls(der, fingerprint, not_before, not_after) IN (0, 4)`,
    ),
    check('certificate_fingerprint_form', sql`fingerprint ~ '^[0-9a-f]{64}$'`),
  ],
)
