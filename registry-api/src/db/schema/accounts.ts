import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Role } from '../../rights/roles.ts'
import { bytea, instant } from './columns.ts'
import { organisation } from './organisation.ts'

/** The audit knows people by this id alone; name and mail can be erased without touching it (decisions 36). */
export const person = pgTable(
  'person',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text(),
    mail: text(),
    state: text({ enum: ['active', 'asleep', 'left'] }).notNull(),
    lastSeenAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'person_pk', columns: [table.id] }),
    index('person_mail').on(sql`lower(mail)`),
    check('person_version_positive', sql`version > 0`),
    check('person_state_known', sql`state IN ('active', 'asleep', 'left')`),
  ],
)

/** Who a person is for a provider: (issuer, sub), never a mail. One person may have several. */
export const identity = pgTable(
  'identity',
  {
    id: uuid().notNull(),
    personId: uuid().notNull(),
    issuer: text().notNull(),
    subject: text().notNull(),
    /** The provider behind the provider, where one is named. */
    idp: text(),
    siretClaim: text(),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'identity_pk', columns: [table.id] }),
    unique('identity_once').on(table.issuer, table.subject),
    foreignKey({ name: 'identity_person_fk', columns: [table.personId], foreignColumns: [person.id] }),
    index('identity_of_person').on(table.personId),
  ],
)

/** A security key (WebAuthn). */
export const authenticator = pgTable(
  'authenticator',
  {
    id: uuid().notNull(),
    personId: uuid().notNull(),
    /** base64url, as WebAuthn names it. */
    credentialId: text().notNull(),
    /** COSE. */
    publicKey: bytea().notNull(),
    signCount: bigint({ mode: 'number' }).notNull(),
    aaguid: text().notNull(),
    label: text().notNull(),
    transports: text().array().notNull(),
    /** Its make was attested by a configured root. */
    isHardware: boolean().notNull(),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
    endedAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'authenticator_pk', columns: [table.id] }),
    unique('authenticator_credential_once').on(table.credentialId),
    foreignKey({ name: 'authenticator_person_fk', columns: [table.personId], foreignColumns: [person.id] }),
    index('authenticator_of_person').on(table.personId),
  ],
)

export const membership = pgTable(
  'membership',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    personId: uuid().notNull(),
    organisationId: uuid().notNull(),
    roles: text().array().$type<Role[]>().notNull(),
    /** `invited`: accepted, but a second administrator has yet to confirm it. */
    state: text({ enum: ['invited', 'active', 'asleep', 'ended'] }).notNull(),
    validFrom: instant().notNull(),
    validUntil: instant(),
    invitedBy: uuid(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'membership_pk', columns: [table.id] }),
    foreignKey({ name: 'membership_person_fk', columns: [table.personId], foreignColumns: [person.id] }),
    foreignKey({
      name: 'membership_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    uniqueIndex('membership_once')
      .on(table.personId, table.organisationId)
      .where(sql`state <> 'ended'`),
    index('membership_of_organisation').on(table.organisationId),
    check('membership_version_positive', sql`version > 0`),
    check('membership_state_known', sql`state IN ('invited', 'active', 'asleep', 'ended')`),
    check('membership_has_a_role', sql`cardinality(roles) > 0`),
    check(
      'membership_roles_known',
      sql`roles <@ ARRAY['AR', 'AI', 'AD', 'AP', 'AS', 'AA', 'OA', 'OS', 'OT', 'OR', 'VP']`,
    ),
    // S4: who gives roles does not decide, publish or cut.
    check('membership_roles_apart', sql`NOT ('AA' = ANY (roles) AND roles && ARRAY['AD', 'AP', 'AS'])`),
  ],
)

/** A code that makes one person a member, once. Codes of the bootstrap are invitations without an author. */
export const invitation = pgTable(
  'invitation',
  {
    id: uuid().notNull(),
    organisationId: uuid().notNull(),
    roles: text().array().$type<Role[]>().notNull(),
    codeSha256: text().notNull(),
    name: text(),
    mail: text(),
    invitedBy: uuid(),
    isBootstrap: boolean().notNull(),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    acceptedBy: uuid(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'invitation_pk', columns: [table.id] }),
    unique('invitation_code_once').on(table.codeSha256),
    foreignKey({
      name: 'invitation_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    index('invitation_of_organisation').on(table.organisationId),
    check('invitation_accepted_by_somebody', sql`(accepted_at IS NULL) = (accepted_by IS NULL)`),
  ],
)

/** A way to the provider and back, once, for ten minutes. */
export const signInAttempt = pgTable(
  'sign_in_attempt',
  {
    id: uuid().notNull(),
    /** Of what the portal's cookie holds: the way back belongs to the browser that set out. */
    handleSha256: text().notNull(),
    state: text().notNull(),
    nonce: text().notNull(),
    codeVerifier: text(),
    returnTo: text(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'sign_in_attempt_pk', columns: [table.id] }),
    unique('sign_in_attempt_handle_once').on(table.handleSha256),
  ],
)

export const session = pgTable(
  'session',
  {
    id: uuid().notNull(),
    tokenSha256: text().notNull(),
    personId: uuid().notNull(),
    identityId: uuid(),
    createdAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    /** At the latest, whatever is done meanwhile. */
    expiresAt: instant().notNull(),
    idleMs: integer().notNull(),
    endedAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'session_pk', columns: [table.id] }),
    unique('session_token_once').on(table.tokenSha256),
    foreignKey({ name: 'session_person_fk', columns: [table.personId], foreignColumns: [person.id] }),
    index('session_of_person').on(table.personId),
  ],
)

/** A security key's word for one act (procedures 4): asked, answered, consumed, each once. */
export const stepUp = pgTable(
  'step_up',
  {
    id: uuid().notNull(),
    personId: uuid().notNull(),
    sessionId: uuid().notNull(),
    nonce: text().notNull(),
    /** SHA-256 of the JCS of { space, person, method, path, ifMatch, bodySha256 }. */
    actSha256: text().notNull(),
    /** base64url. */
    challenge: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    authenticatorId: uuid(),
    verifiedAt: instant(),
    consumedAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'step_up_pk', columns: [table.id] }),
    foreignKey({ name: 'step_up_person_fk', columns: [table.personId], foreignColumns: [person.id] }),
    foreignKey({
      name: 'step_up_authenticator_fk',
      columns: [table.authenticatorId],
      foreignColumns: [authenticator.id],
    }),
    index('step_up_of_person').on(table.personId),
    check('step_up_consumed_is_verified', sql`consumed_at IS NULL OR verified_at IS NOT NULL`),
    check('step_up_verified_by_authenticator', sql`(verified_at IS NULL) = (authenticator_id IS NULL)`),
  ],
)

/** `drim_<id>_<secret>`: shown once; what is kept cannot be used. */
export const apiKey = pgTable(
  'api_key',
  {
    id: uuid().notNull(),
    version: integer().notNull(),
    organisationId: uuid().notNull(),
    /** The `<id>` of the key. */
    prefix: text().notNull(),
    secretSha256: text().notNull(),
    name: text().notNull(),
    scopes: text().array().notNull(),
    /** Who answers for it: its creator, then whoever adopted it. */
    personId: uuid().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    lastUsedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'api_key_pk', columns: [table.id] }),
    unique('api_key_prefix_once').on(table.prefix),
    foreignKey({
      name: 'api_key_organisation_fk',
      columns: [table.organisationId],
      foreignColumns: [organisation.id],
    }),
    foreignKey({ name: 'api_key_person_fk', columns: [table.personId], foreignColumns: [person.id] }),
    index('api_key_of_organisation').on(table.organisationId),
    check('api_key_version_positive', sql`version > 0`),
    check(
      'api_key_scopes_known',
      sql`scopes <@ ARRAY['read', 'boxes', 'certificates', 'maintenance', 'runs'] AND cardinality(scopes) > 0`,
    ),
  ],
)

/** What was asked under an Idempotency-Key, and what was answered. Written with what it created. */
export const idempotencyKey = pgTable(
  'idempotency_key',
  {
    principalId: text().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    requestSha256: text().notNull(),
    status: integer(),
    headers: text(),
    body: text(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'idempotency_key_once', columns: [table.principalId, table.route, table.key] }),
    index('idempotency_key_expiry').on(table.expiresAt),
  ],
)
