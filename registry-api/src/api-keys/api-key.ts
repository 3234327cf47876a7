import type { KeyScope } from '../db/principal.ts'
import type { apiKey } from '../db/schema/accounts.ts'

type Row = typeof apiKey.$inferSelect

export interface ApiKey extends Omit<Row, 'scopes'> {
  readonly scopes: readonly KeyScope[]
}

/**
 * `asleep`: whoever answers for it is no longer a member; it answers nothing until an administrator adopts it.
 * `revoked` and `expired` are final.
 */
export type ApiKeyState = 'active' | 'asleep' | 'expired' | 'revoked'

/** What a key is called where people read: its public half. */
export function nameOfKey({ prefix }: Pick<ApiKey, 'prefix'>): string {
  return `drim_${prefix}`
}
