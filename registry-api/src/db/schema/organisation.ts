import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** A legal body: agency, operator, vendor, distributor, several at once (procedures 1). */
export const organisation = pgTable(
  'organisation',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    /** `OP-00001`: public, never given again (organisation_number). */
    publicNumber: text().notNull(),
    kinds: text().array().notNull(),
    legalName: text().notNull(),
    /** Denomination of its lines, as written. */
    displayName: text().notNull(),
    /** What is left of the displayed name once look-alikes are one letter: two names that look alike are one. */
    displaySkeleton: text().notNull(),
    siren: text(),
    siretSeat: text(),
    structureIdType: integer(),
    structureId: text(),
    finess: text(),
    state: text({ enum: ['candidate', 'admitted', 'closed'] }).notNull(),
    origin: text({ enum: ['import', 'admission', 'registration'] }).notNull(),
    admittedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'organisation_pk', columns: [table.id] }),
    unique('organisation_number_once').on(table.publicNumber),
    unique('organisation_name_once').on(table.displayName),
    // Imported names stand as found, also where two of them look alike.
    uniqueIndex('organisation_skeleton_once')
      .on(table.displaySkeleton)
      .where(sql`origin <> 'import'`),
    uniqueIndex('organisation_siren_once')
      .on(table.siren)
      .where(sql`state <> 'closed'`),
    index('organisation_name_search').on(sql`lower(display_name)`),
    check('organisation_version_positive', sql`version > 0`),
    check('organisation_number_form', sql`public_number ~ '^OP-[0-9]{5,}$'`),
    check('organisation_kinds_known', sql`kinds <@ ARRAY['agency', 'operator', 'vendor', 'distributor']`),
    check('organisation_has_a_kind', sql`cardinality(kinds) > 0`),
    check(
      'organisation_names_length',
      sql`char_length(display_name) BETWEEN 1 AND 1024 AND char_length(legal_name) BETWEEN 1 AND 1024`,
    ),
    check('organisation_siren_form', sql`siren ~ '^[0-9]{9}$'`),
    check('organisation_siret_form', sql`siret_seat ~ '^[0-9]{14}$'`),
    check('organisation_state_known', sql`state IN ('candidate', 'admitted', 'closed')`),
    check('organisation_origin_known', sql`origin IN ('import', 'admission', 'registration')`),
  ],
)

/** Public numbers that were ever given. Added, never changed. */
export const organisationNumber = pgTable(
  'organisation_number',
  {
    number: integer().notNull(),
    organisationId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'organisation_number_pk', columns: [table.number] }),
    unique('organisation_number_of_one').on(table.organisationId),
    check('organisation_number_positive', sql`number > 0`),
  ],
)

export const contact = pgTable(
  'contact',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    organisationId: uuid().notNull(),
    kind: text({ enum: ['support', 'technical', 'security24h', 'admin', 'dpo'] }).notNull(),
    mailbox: text(),
    phone: text(),
    verifiedAt: instant(),
    /** Of the code that was last mailed to it. */
    codeSha256: text(),
    codeExpiresAt: instant(),
    codeTries: integer().notNull().default(0),
    endedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'contact_pk', columns: [table.id] }),
    foreignKey({
      name: 'contact_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    uniqueIndex('contact_kind_once')
      .on(table.organisationId, table.kind)
      .where(sql`ended_at IS NULL`),
    check('contact_version_positive', sql`version > 0`),
    check('contact_kind_known', sql`kind IN ('support', 'technical', 'security24h', 'admin', 'dpo')`),
    check('contact_can_be_reached', sql`num_nonnulls(mailbox, phone) > 0`),
  ],
)
