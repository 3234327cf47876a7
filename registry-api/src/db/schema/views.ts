import { integer, pgView, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** Which lines are on the list, and what each says: the only place that decides it (second_locks.sql). */
export const listedLine = pgView('listed_line', {
  drimboxId: uuid().notNull(),
  certificateId: uuid().notNull(),
  position: integer().notNull(),
  number: integer().notNull(),
  wadoHost: text().notNull(),
  viewerHost: text().notNull(),
  denomination: text().notNull(),
  certificateDn: text().notNull(),
  supportContact: text().notNull(),
  addedAt: text().notNull(),
}).existing()

/** What anybody may know of a member (people_second_locks.sql). */
export const publicOperator = pgView('public_operator', {
  id: uuid().notNull(),
  publicNumber: text().notNull(),
  displayName: text().notNull(),
  kinds: text().array().notNull(),
  state: text().notNull(),
  memberSince: instant(),
}).existing()
