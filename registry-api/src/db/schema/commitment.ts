import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { document } from './document.ts'
import { drimbox } from './drimbox.ts'
import { organisation } from './organisation.ts'

/** A text that organisations commit to, one row a version. */
export const referenceDocument = pgTable(
  'reference_document',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    code: text().notNull(),
    /** `1.2`: what people call it. */
    label: text().notNull(),
    title: text().notNull(),
    inForceOn: date({ mode: 'string' }).notNull(),
    sha256: text().notNull(),
    recommitBy: date({ mode: 'string' }),
    state: text({ enum: ['draft', 'indicative', 'official', 'replaced'] }).notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'reference_document_pk', columns: [table.id] }),
    unique('reference_document_once').on(table.code, table.label),
    uniqueIndex('reference_document_one_official')
      .on(table.code)
      .where(sql`state = 'official'`),
    check('reference_document_version_positive', sql`version > 0`),
    check('reference_document_sha256_form', sql`sha256 ~ '^[0-9a-f]{64}$'`),
    check('reference_document_state_known', sql`state IN ('draft', 'indicative', 'official', 'replaced')`),
  ],
)

export interface Signatory {
  readonly name: string
  readonly quality: string
  /** Document that proves the power to sign. */
  readonly powerDocumentId: string | null
  /** Last day of that power, where it has one. */
  readonly powerValidUntil: string | null
}

/** What binds an organisation to the trust space (procedures 2.2). */
export const commitment = pgTable(
  'commitment',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    organisationId: uuid().notNull(),
    kind: text({ enum: ['test-agreement', 'integration-contract', 'internal', 'import'] }).notNull(),
    referenceDocumentId: uuid(),
    signatories: jsonb().$type<readonly Signatory[]>().notNull(),
    effectiveOn: date({ mode: 'string' }),
    endsOn: date({ mode: 'string' }),
    /** The signed file, and its digest as it was read. */
    documentId: uuid(),
    fileSha256: text(),
    l2Consent: boolean().notNull(),
    state: text({
      enum: [
        'draft',
        'submitted',
        'under-review',
        'signed',
        'active',
        'frozen',
        'out',
        'notice',
        'winding-down',
        'ended',
      ],
    }).notNull(),
    /** Where a frozen one, or one that is out, goes back to. */
    resumeTo: text(),
    claimedBy: uuid(),
    submittedBy: uuid(),
    /** Why it is in its state: for itself and for the agency. */
    reason: text(),
    clause: text(),
    waitingSince: instant().notNull(),
    signedAt: instant(),
    activatedAt: instant(),
    noticeGivenAt: instant(),
    outSince: instant(),
    endedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'commitment_pk', columns: [table.id] }),
    foreignKey({
      name: 'commitment_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    foreignKey({
      name: 'commitment_reference_document_fk',
      columns: [table.referenceDocumentId],
      foreignColumns: [referenceDocument.id],
    }),
    foreignKey({
      name: 'commitment_document_fk',
      columns: [table.documentId],
      foreignColumns: [document.id],
    }),
    // One live commitment an organisation, whatever two callers believe.
    uniqueIndex('commitment_one_live')
      .on(table.organisationId)
      .where(sql`state IN ('active', 'frozen', 'out', 'notice', 'winding-down')`),
    index('commitment_of_organisation').on(table.organisationId),
    index('commitment_by_state').on(table.state, table.id),
    check('commitment_version_positive', sql`version > 0`),
    check(
      'commitment_kind_known',
      sql`kind IN ('test-agreement', 'integration-contract', 'internal', 'import')`,
    ),
    check(
      'commitment_state_known',
      sql`state IN ('draft', 'submitted', 'under-review', 'signed', 'active', 'frozen', 'out', 'notice', 'winding-down', 'ended')`,
    ),
    check('commitment_way_back', sql`(state IN ('frozen', 'out')) = (resume_to IS NOT NULL)`),
    check(
      'commitment_way_back_is_live',
      sql`resume_to IS NULL OR resume_to IN ('active', 'frozen', 'notice', 'winding-down')`,
    ),
    check(
      'commitment_ends_after_start',
      sql`ends_on IS NULL OR effective_on IS NULL OR ends_on > effective_on`,
    ),
    check('commitment_notice_has_end', sql`state NOT IN ('notice', 'winding-down') OR ends_on IS NOT NULL`),
  ],
)

/** What a facility lets an operator do (procedures 2.3). Private. */
export const delegation = pgTable(
  'delegation',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    organisationId: uuid().notNull(),
    facilityName: text().notNull(),
    finess: text(),
    siret: text(),
    validFrom: date({ mode: 'string' }).notNull(),
    /** The last day, in Europe/Paris. */
    validUntil: date({ mode: 'string' }).notNull(),
    documentId: uuid(),
    sha256: text(),
    state: text({ enum: ['declared', 'active', 'refused', 'expired', 'revoked'] }).notNull(),
    checkedBy: uuid(),
    reason: text(),
    /** How many of the warnings before the end were given. */
    warned: integer().notNull().default(0),
    waitingSince: instant().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'delegation_pk', columns: [table.id] }),
    foreignKey({
      name: 'delegation_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    foreignKey({
      name: 'delegation_document_fk',
      columns: [table.documentId],
      foreignColumns: [document.id],
    }),
    index('delegation_of_organisation').on(table.organisationId),
    index('delegation_by_state').on(table.state, table.id),
    // Whether others look after the same facility is asked of each page.
    index('delegation_of_finess').on(table.finess),
    index('delegation_of_siret').on(table.siret),
    check('delegation_version_positive', sql`version > 0`),
    check('delegation_ends_after_start', sql`valid_until > valid_from`),
    check('delegation_names_a_facility', sql`num_nonnulls(finess, siret) > 0`),
    check('delegation_state_known', sql`state IN ('declared', 'active', 'refused', 'expired', 'revoked')`),
  ],
)

/** The DRIMboxes a delegation covers; none: all of the operator. */
export const delegationDrimbox = pgTable(
  'delegation_drimbox',
  {
    delegationId: uuid().notNull(),
    drimboxId: uuid().notNull(),
  },
  (table) => [
    primaryKey({ name: 'delegation_drimbox_pk', columns: [table.delegationId, table.drimboxId] }),
    foreignKey({
      name: 'delegation_drimbox_delegation_fk',
      columns: [table.delegationId],
      foreignColumns: [delegation.id],
    }),
    foreignKey({
      name: 'delegation_drimbox_drimbox_fk',
      columns: [table.drimboxId],
      foreignColumns: [drimbox.id],
    }),
  ],
)
