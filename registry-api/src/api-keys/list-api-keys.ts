import type { Principal } from '../db/principal.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { apiKeyRepository } from './api-key.repository.ts'
import { stateOf } from './api-key.rules.ts'
import type { ApiKey, ApiKeyState } from './api-key.ts'

export interface ApiKeyView {
  readonly key: ApiKey
  readonly state: ApiKeyState
  readonly holderName: string | null
}

/**
 * The keys of an organisation, for its administrators and the agency: the newest first, one more than `limit`.
 * Of an organisation that is not the caller's there are none, whether or not it exists. Refuses `right-missing`.
 */
export async function listApiKeys(
  world: World,
  principal: Principal,
  query: { readonly organisation: string; readonly after?: string | undefined; readonly limit: number },
): Promise<ApiKeyView[]> {
  assertMayRead(principal, 'key.manage', query.organisation)
  return world.inTransaction(
    principal,
    async (tx) => (await apiKeyRepository(tx).list(query)).map((row) => viewOf(row, tx.at)),
    { readOnly: true },
  )
}

/** One key, as it is now. */
export async function viewApiKey(world: World, principal: Principal, id: string): Promise<ApiKeyView> {
  return world.inTransaction(
    principal,
    async (tx) => {
      const found = await apiKeyRepository(tx).find(id)
      if (found === undefined) throw new Error(`the key ${id} was here a moment ago`)
      return viewOf(found, tx.at)
    },
    { readOnly: true },
  )
}

function viewOf(
  row: { readonly key: ApiKey; readonly isHolderActive: boolean; readonly holderName: string | null },
  at: Date,
): ApiKeyView {
  return { key: row.key, state: stateOf(row.key, row.isHolderActive, at), holderName: row.holderName }
}
