import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { person } from './accounts.ts'
import { instant } from './columns.ts'
import { document } from './document.ts'
import { organisation } from './organisation.ts'

/** What an organisation asks for to enter (procedures 2.1). */
export const admission = pgTable(
  'admission',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    authorId: uuid().notNull(),
    state: text({
      enum: ['draft', 'incomplete', 'submitted', 'under-review', 'accepted', 'refused', 'abandoned'],
    }).notNull(),
    /** The fields of the form, as far as they are filled in (admissions/admission.api.ts). */
    form: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    /** Of the form: for search and for « already admitted ». */
    displayName: text(),
    siren: text(),
    claimedBy: uuid(),
    /** What is missing, in the reviewer's words; what the applicant reads. */
    asked: jsonb().$type<readonly string[]>(),
    motive: text(),
    waitingSince: instant().notNull(),
    dueAt: instant(),
    remindedAt: instant(),
    submittedAt: instant(),
    organisationId: uuid(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'admission_pk', columns: [table.id] }),
    foreignKey({ name: 'admission_author_fk', columns: [table.authorId], foreignColumns: [person.id] }),
    foreignKey({
      name: 'admission_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    index('admission_of_author').on(table.authorId),
    index('admission_by_state').on(table.state, table.id),
    check('admission_version_positive', sql`version > 0`),
    check(
      'admission_state_known',
      sql`state IN ('draft', 'incomplete', 'submitted', 'under-review', 'accepted', 'refused', 'abandoned')`,
    ),
    check('admission_accepted_has_organisation', sql`(state = 'accepted') = (organisation_id IS NOT NULL)`),
    check('admission_under_review_is_claimed', sql`state <> 'under-review' OR claimed_by IS NOT NULL`),
  ],
)

export const admissionPiece = pgTable(
  'admission_piece',
  {
    admissionId: uuid().notNull(),
    kind: text().notNull(),
    documentId: uuid(),
    note: text(),
    verdict: text({ enum: ['good', 'to-redo', 'not-applicable'] }),
    verdictBy: uuid(),
    motive: text(),
    validUntil: instant(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'admission_piece_pk', columns: [table.admissionId, table.kind] }),
    foreignKey({
      name: 'admission_piece_admission_fk',
      columns: [table.admissionId],
      foreignColumns: [admission.id],
    }),
    foreignKey({
      name: 'admission_piece_document_fk',
      columns: [table.documentId],
      foreignColumns: [document.id],
    }),
    check('admission_piece_verdict_known', sql`verdict IN ('good', 'to-redo', 'not-applicable')`),
    check('admission_piece_verdict_by_somebody', sql`(verdict IS NULL) = (verdict_by IS NULL)`),
  ],
)
