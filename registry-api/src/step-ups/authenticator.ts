import type { authenticator } from '../db/schema/accounts.ts'

/** A security key that is enrolled for a person. */
export type Authenticator = typeof authenticator.$inferSelect
