import { bigint, jsonb, pgEnum, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const actorKind = pgEnum('actor_kind', ['administrator', 'system'])

/** What changed, by whom; added with the change itself, never altered (invariant A-1). */
export const auditEvent = pgTable(
  'audit_event',
  {
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity({ name: 'audit_event_seq' }).notNull(),
    id: uuid().notNull(),
    at: instant().notNull(),
    actorKind: actorKind().notNull(),
    actorId: text().notNull(),
    event: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    fromState: text(),
    toState: text(),
    data: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    requestId: text(),
  },
  (table) => [
    primaryKey({ name: 'audit_event_pk', columns: [table.seq] }),
    unique('audit_event_id_once').on(table.id),
  ],
)
