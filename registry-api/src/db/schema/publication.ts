import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'

export const publicationState = pgEnum('publication_state', [
  'draft',
  'awaiting',
  'approved',
  'signing',
  'served',
  'refused',
  'abandoned',
  'superseded',
  'expired',
])
export const publicationKind = pgEnum('publication_kind', ['removal', 're-sign', 'change'])

/** One attempt to publish. What is to be signed never changes after the row is written (second_locks.sql). */
export const publication = pgTable(
  'publication',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    /** The number it would take; it is its own only once publication_sequence says so. */
    sequence: integer().notNull(),
    state: publicationState().notNull(),
    kind: publicationKind().notNull(),
    baseSequence: integer().notNull(),
    baseDigest: text().notNull(),
    /** Unsigned canonical XML. */
    content: bytea().notNull(),
    contentDigest: text().notNull(),
    /** Digest of the lines alone, whatever the date of generation. */
    linesDigest: text().notNull(),
    /** DRIMbox and DN of each line, in order: what the trigger looks up in listed_line. */
    lineDrimboxes: uuid().array().notNull(),
    lineDns: text().array().notNull(),
    /** Lines of the base that left or changed: what the guard-rails count (decisions 23). */
    gone: text().array().notNull(),
    entryCount: integer().notNull(),
    added: integer().notNull(),
    removed: integer().notNull(),
    changed: integer().notNull(),
    approvalsNeeded: smallint().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    openedAt: instant(),
    signedAt: instant(),
    refusalCode: text(),
    refusalDetail: text(),
  },
  (table) => [
    primaryKey({ name: 'publication_pk', columns: [table.id] }),
    // One attempt at a time, whatever two processes believe.
    uniqueIndex('publication_one_alive')
      .on(sql`(true)`)
      .where(sql`state IN ('draft', 'awaiting', 'approved', 'signing')`),
    index('publication_by_sequence').on(table.sequence),
    check('publication_version_positive', sql`version > 0`),
    check('publication_sequence_after_base', sql`base_sequence >= 0 AND sequence > base_sequence`),
    check(
      'publication_digest_form',
      sql`content_digest ~ '^[0-9a-f]{64}$' AND base_digest ~ '^[0-9a-f]{64}$'`,
    ),
    check(
      'publication_lines_counted',
      sql`cardinality(line_drimboxes) = entry_count AND cardinality(line_dns) = entry_count`,
    ),
    check('publication_approvals_needed', sql`approvals_needed BETWEEN 0 AND 2`),
    check('publication_change_is_approved', sql`kind <> 'change' OR approvals_needed > 0`),
    check(
      'publication_open_is_dated',
      sql`state NOT IN ('signing', 'served', 'refused') OR opened_at IS NOT NULL`,
    ),
    check('publication_served_is_signed', sql`state <> 'served' OR signed_at IS NOT NULL`),
  ],
)

/** Numbers taken, each once and for ever: also by what was then refused or abandoned (decisions 17). */
export const publicationSequence = pgTable(
  'publication_sequence',
  {
    sequence: integer().notNull(),
    publicationId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'publication_sequence_once', columns: [table.sequence] }),
    foreignKey({
      name: 'publication_sequence_publication_fk',
      columns: [table.publicationId],
      foreignColumns: [publication.id],
    }),
    unique('publication_sequence_publication_once').on(table.publicationId),
    check('publication_sequence_positive', sql`sequence > 0`),
  ],
)

/** What the signer gave back, and what our own verifier said of it: only an accepted list is ever served. */
export const signedList = pgTable(
  'signed_list',
  {
    sequence: integer().notNull(),
    publicationId: uuid().notNull(),
    /** `accepted`, or the code of the verification that refused it: kept for inspection, never served. */
    verdict: text().notNull(),
    bytes: bytea().notNull(),
    fileSha256: text().notNull(),
    signerRecord: text().notNull(),
    signedAt: instant(),
    signerDn: text(),
    signerFingerprint: text(),
    signerNotAfter: instant(),
    /** Where the chain of the audit ended when the list came back: each list then vouches for it (decisions 24). */
    auditSeq: bigint({ mode: 'number' }),
    auditHash: text(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'signed_list_pk', columns: [table.sequence] }),
    foreignKey({
      name: 'signed_list_sequence_fk',
      columns: [table.sequence],
      foreignColumns: [publicationSequence.sequence],
    }),
    foreignKey({
      name: 'signed_list_publication_fk',
      columns: [table.publicationId],
      foreignColumns: [publication.id],
    }),
    check(
      'signed_list_accepted_is_described',
      sql`verdict <> 'accepted' OR num_nulls(signed_at, signer_dn, signer_fingerprint, signer_not_after) = 0`,
    ),
  ],
)

/** The list in force: one row, moved by compare-and-swap, and only upwards. */
export const currentWhitelist = pgTable(
  'current_whitelist',
  {
    id: smallint().notNull(),
    /** 0 before the first list. */
    sequence: integer().notNull(),
  },
  (table) => [
    primaryKey({ name: 'current_whitelist_pk', columns: [table.id] }),
    check('current_whitelist_is_one', sql`id = 1`),
  ],
)

/** An approval as its author signed it; the signer judges it (decisions 22). */
export const approval = pgTable(
  'approval',
  {
    id: uuid().notNull(),
    publicationId: uuid().notNull(),
    kid: text().notNull(),
    jws: text().notNull(),
    jwsSha256: text().notNull(),
    expiresAt: instant().notNull(),
    receivedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'approval_pk', columns: [table.id] }),
    foreignKey({
      name: 'approval_publication_fk',
      columns: [table.publicationId],
      foreignColumns: [publication.id],
    }),
    index('approval_of_publication').on(table.publicationId),
    unique('approval_once').on(table.jwsSha256),
  ],
)
