import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { person } from './accounts.ts'
import { bytea, instant } from './columns.ts'
import { organisation } from './organisation.ts'

/** A file that somebody gave. Its id is random: it tells nothing. The bytes never change. */
export const document = pgTable(
  'document',
  {
    id: uuid().notNull(),
    /** Null until what it belongs to belongs to an organisation. */
    organisationId: uuid(),
    uploadedBy: uuid().notNull(),
    purpose: text().notNull(),
    name: text().notNull(),
    mediaType: text().notNull(),
    size: integer().notNull(),
    sha256: text().notNull(),
    content: bytea().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'document_pk', columns: [table.id] }),
    foreignKey({
      name: 'document_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    foreignKey({ name: 'document_person_fk', columns: [table.uploadedBy], foreignColumns: [person.id] }),
    index('document_of_organisation').on(table.organisationId),
    check('document_size_limit', sql`size BETWEEN 1 AND 10485760 AND octet_length(content) = size`),
    check('document_is_pdf', sql`media_type = 'application/pdf'`),
    check('document_sha256_form', sql`sha256 ~ '^[0-9a-f]{64}$'`),
  ],
)
