import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { organisation } from './organisation.ts'

/** The states that exist so far; the rest of decisions 32 come with the admission of a DRIMbox. */
export const drimboxState = pgEnum('drimbox_state', ['imported', 'in-service', 'suspended', 'withdrawn'])
export const suspensionLevel = pgEnum('suspension_level', ['frozen', 'out'])

export const drimbox = pgTable(
  'drimbox',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    organisationId: uuid().notNull(),
    number: integer().notNull(),
    state: drimboxState().notNull(),
    suspensionLevel: suspensionLevel(),
    /** Where a suspended DRIMbox goes back to. */
    resumeTo: drimboxState(),
    /** Why it is in its state, for the agency's eyes. */
    reason: text(),
    /** Rank of its line: that of the import, then that of arrival. */
    position: integer().notNull(),
    supportContact: text().notNull(),
    /** DateMAJ as written: real lists hold dates no clock would make. */
    addedAt: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'drimbox_pk', columns: [table.id] }),
    foreignKey({
      name: 'drimbox_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    index('drimbox_of_organisation').on(table.organisationId),
    // Over living and dead: rows are never deleted.
    unique('drimbox_number_once').on(table.number),
    unique('drimbox_position_once').on(table.position),
    check('drimbox_version_positive', sql`version > 0`),
    check('drimbox_number_range', sql`number BETWEEN 0 AND 999999999`),
    check('drimbox_suspension_has_level', sql`(state = 'suspended') = (suspension_level IS NOT NULL)`),
    check('drimbox_suspension_has_way_back', sql`(state = 'suspended') = (resume_to IS NOT NULL)`),
    check('drimbox_way_back_is_alive', sql`resume_to IS NULL OR resume_to IN ('imported', 'in-service')`),
  ],
)

export const numberAct = pgEnum('number_act', ['assigned', 'burnt'])

/** What happened to a number. Acts are added, never changed: a number serves one DRIMbox for ever (decisions 45). */
export const drimboxNumber = pgTable(
  'drimbox_number',
  {
    number: integer().notNull(),
    act: numberAct().notNull(),
    drimboxId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'drimbox_number_pk', columns: [table.number, table.act] }),
    foreignKey({
      name: 'drimbox_number_drimbox_fk',
      columns: [table.drimboxId],
      foreignColumns: [drimbox.id],
    }),
    unique('drimbox_number_act_once').on(table.drimboxId, table.act),
  ],
)

/** Every host name ever given, in lower case. Reports keep a name for years: it serves one DRIMbox for ever. */
export const hostName = pgTable(
  'host_name',
  {
    name: text().notNull(),
    drimboxId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'host_name_once', columns: [table.name] }),
    foreignKey({ name: 'host_name_drimbox_fk', columns: [table.drimboxId], foreignColumns: [drimbox.id] }),
    unique('host_name_drimbox_key').on(table.name, table.drimboxId),
    check('host_name_lower_case', sql`name = lower(name)`),
  ],
)

export const accessPointKind = pgEnum('access_point_kind', ['wado', 'viewer'])

export const accessPoint = pgTable(
  'access_point',
  {
    id: uuid().notNull(),
    drimboxId: uuid().notNull(),
    kind: accessPointKind().notNull(),
    /** As written on the list. */
    host: text().notNull(),
    hostName: text().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'access_point_pk', columns: [table.id] }),
    unique('access_point_kind_once').on(table.drimboxId, table.kind),
    foreignKey({
      name: 'access_point_host_name_fk',
      columns: [table.hostName, table.drimboxId],
      foreignColumns: [hostName.name, hostName.drimboxId],
    }),
    check('access_point_host_is_its_name', sql`host_name = lower(host)`),
  ],
)
