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
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** What was written to somebody: the outbox of the worker and what its readers find again (procedures 9). */
export const mail = pgTable(
  'mail',
  {
    id: uuid().notNull(),
    /** Whose desk shows it; null: the agency's alone, or a person's. */
    organisationId: uuid(),
    template: text().notNull(),
    /** `person`, `organisation`, `role`, `address`: the worker finds who that is when it sends. */
    recipientKind: text({ enum: ['person', 'organisation', 'role', 'address'] }).notNull(),
    recipient: text().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    /** One mail a key, however often it was asked for. */
    dedupeKey: text().notNull(),
    state: text({ enum: ['waiting', 'resolved', 'nobody'] }).notNull(),
    /** A worker has it until then. */
    claimedUntil: instant(),
    requestId: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'mail_pk', columns: [table.id] }),
    unique('mail_dedupe_key_once').on(table.dedupeKey),
    index('mail_of_organisation').on(table.organisationId, table.id),
    index('mail_to_recipient').on(table.recipient),
    index('mail_waiting')
      .on(table.id)
      .where(sql`state = 'waiting'`),
    check('mail_state_known', sql`state IN ('waiting', 'resolved', 'nobody')`),
    check('mail_recipient_kind_known', sql`recipient_kind IN ('person', 'organisation', 'role', 'address')`),
  ],
)

/** One mail to one address. */
export const mailDelivery = pgTable(
  'mail_delivery',
  {
    id: uuid().notNull(),
    mailId: uuid().notNull(),
    organisationId: uuid(),
    address: text().notNull(),
    personId: uuid(),
    state: text({ enum: ['waiting', 'sent', 'refused', 'failed'] }).notNull(),
    attempts: integer().notNull(),
    nextAttemptAt: instant().notNull(),
    claimedUntil: instant(),
    lastErrorCode: text(),
    /** Steps of the last attempts, for the agency: times and codes, no text of strangers. */
    history: jsonb().$type<readonly Readonly<Record<string, unknown>>[]>().notNull(),
    sentAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'mail_delivery_pk', columns: [table.id] }),
    foreignKey({ name: 'mail_delivery_mail_fk', columns: [table.mailId], foreignColumns: [mail.id] }),
    unique('mail_delivery_once').on(table.mailId, table.address),
    index('mail_delivery_due')
      .on(table.nextAttemptAt)
      .where(sql`state = 'waiting'`),
    check('mail_delivery_state_known', sql`state IN ('waiting', 'sent', 'refused', 'failed')`),
  ],
)
