import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { apiKeyRefusals } from './api-key.refusals.ts'
import { apiKeyRepository } from './api-key.repository.ts'
import { stateOf } from './api-key.rules.ts'
import type { ApiKey, ApiKeyState } from './api-key.ts'

export interface ApiKeyAct {
  readonly id: string
  /** The version the actor has read. */
  readonly version: number
}

/** What acts on a key have in common. Refuses `api-key-not-found`, `right-missing`. */
export async function onApiKey<T>(
  world: World,
  principal: Principal,
  { id, version }: ApiKeyAct,
  act: (tx: Transaction, at: { readonly key: ApiKey; readonly state: ApiKeyState }) => Promise<T>,
): Promise<T> {
  return world.inTransaction(principal, async (tx) => {
    const found = await apiKeyRepository(tx).findForAct(id)
    if (found === undefined) throw apiKeyRefusals('api-key-not-found')
    const { key, isHolderActive } = found
    assertMay(principal, 'key.manage', key.organisationId)
    if (key.version !== version) throw new StaleVersion(key.version)
    return act(tx, { key, state: stateOf(key, isHolderActive, tx.at) })
  })
}
