import { sql } from 'drizzle-orm'
import { bigint, check, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/**
 * What changed, by whom; added with the change itself, never altered (invariant A-1). Each event holds the hash of the
 * one before it: what is edited, removed or slipped in breaks the chain there.
 */
export const auditEvent = pgTable(
  'audit_event',
  {
    /** 1, 2, 3…, without a gap. */
    seq: bigint({ mode: 'number' }).notNull(),
    id: uuid().notNull(),
    at: instant().notNull(),
    actorKind: text({ enum: ['person', 'key', 'operations', 'system'] }).notNull(),
    /** A pseudonym: who it is stands in `person`, which can be erased. */
    actorId: text().notNull(),
    onBehalfOf: text(),
    organisationId: uuid(),
    event: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    fromState: text(),
    toState: text(),
    data: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    decisionId: uuid(),
    stepUpId: uuid(),
    requestId: text(),
    /** SHA-256 (hex) over the hash before and this event (audit/chain.ts). Null: older than the chain. */
    hash: text(),
  },
  (table) => [
    primaryKey({ name: 'audit_event_pk', columns: [table.seq] }),
    unique('audit_event_id_once').on(table.id),
    index('audit_event_of_subject').on(table.subjectId, table.seq),
    index('audit_event_of_organisation').on(table.organisationId, table.seq),
    index('audit_event_of_actor').on(table.actorId, table.seq),
    index('audit_event_of_name').on(table.event, table.seq),
    index('audit_event_of_time').on(table.at, table.seq),
    // The publisher asks after each change whether it may move a list (publication.queries.ts, in the same words).
    index('audit_event_of_the_list')
      .on(table.seq)
      .where(
        sql`subject_kind IN ('drimbox', 'commitment', 'organisation', 'certificate', 'import', 'publication')`,
      ),
    check('audit_event_hash_form', sql`hash ~ '^[0-9a-f]{64}$'`),
    check('audit_event_actor_known', sql`actor_kind IN ('person', 'key', 'operations', 'system')`),
  ],
)

/** The end of the chain: one row, locked by whoever adds the next events. */
export const auditHead = pgTable(
  'audit_head',
  {
    id: bigint({ mode: 'number' }).notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ name: 'audit_head_pk', columns: [table.id] }),
    check('audit_head_is_one', sql`id = 1`),
  ],
)
