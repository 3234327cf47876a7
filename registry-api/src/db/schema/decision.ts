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
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { person } from './accounts.ts'
import { instant } from './columns.ts'

/** What several people decide together (procedures 2.6, 3.3). */
export const decision = pgTable(
  'decision',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    class: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: uuid().notNull(),
    /** The version everybody has seen: once the subject has moved, nobody has agreed to it. */
    subjectVersion: integer().notNull(),
    event: text().notNull(),
    /** Null where it concerns none, or one that is not there yet. */
    organisationId: uuid(),
    /** What the event takes, beside its subject. */
    payload: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    /** What was shown, and the SHA-256 of its canonical form (RFC 8785). */
    shown: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    digest: text().notNull(),
    state: text({
      enum: [
        'proposed',
        'observations',
        'approved',
        'refused',
        'withdrawn',
        'expired',
        'void',
        'to-confirm',
        'confirmed',
      ],
    }).notNull(),
    proposedBy: uuid().notNull(),
    reason: text(),
    clause: text(),
    observationsUntil: instant(),
    expiresAt: instant(),
    confirmBy: instant(),
    decidedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'decision_pk', columns: [table.id] }),
    foreignKey({ name: 'decision_proposer_fk', columns: [table.proposedBy], foreignColumns: [person.id] }),
    // The same act is proposed once at a time.
    uniqueIndex('decision_one_open')
      .on(table.subjectKind, table.subjectId, table.event)
      .where(sql`state IN ('proposed', 'observations')`),
    index('decision_by_state').on(table.state, table.id),
    index('decision_of_subject').on(table.subjectId),
    index('decision_of_organisation').on(table.organisationId),
    check('decision_version_positive', sql`version > 0`),
    check('decision_digest_form', sql`digest ~ '^[0-9a-f]{64}$'`),
    check(
      'decision_state_known',
      sql`state IN ('proposed', 'observations', 'approved', 'refused', 'withdrawn', 'expired', 'void', 'to-confirm', 'confirmed')`,
    ),
  ],
)

/** What one person did about a decision: one act a person (S2). Added, never changed. */
export const decisionAct = pgTable(
  'decision_act',
  {
    id: uuid().notNull(),
    decisionId: uuid().notNull(),
    personId: uuid().notNull(),
    verdict: text({ enum: ['propose', 'approve', 'refuse', 'withdraw', 'confirm'] }).notNull(),
    reason: text(),
    /** What that person was shown. */
    digest: text().notNull(),
    stepUpId: uuid(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'decision_act_pk', columns: [table.id] }),
    foreignKey({
      name: 'decision_act_decision_fk',
      columns: [table.decisionId],
      foreignColumns: [decision.id],
    }),
    foreignKey({ name: 'decision_act_person_fk', columns: [table.personId], foreignColumns: [person.id] }),
    // `withdraw` is the proposer's second word, the only one anybody has.
    uniqueIndex('decision_act_one_a_person')
      .on(table.decisionId, table.personId)
      .where(sql`verdict <> 'withdraw'`),
    unique('decision_act_step_up_once').on(table.stepUpId),
    check(
      'decision_act_verdict_known',
      sql`verdict IN ('propose', 'approve', 'refuse', 'withdraw', 'confirm')`,
    ),
  ],
)
