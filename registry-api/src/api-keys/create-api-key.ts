import { hashOfSecret, newSecret } from '../accounts/secrets.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { KeyScope, Principal } from '../db/principal.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { apiKeyRepository } from './api-key.repository.ts'
import { assertRoomForKey, DAY_MS } from './api-key.rules.ts'
import { nameOfKey, type ApiKey } from './api-key.ts'
import { newPrefix } from './prefix.ts'

export interface NewApiKey {
  readonly organisationId: string
  readonly name: string
  readonly scopes: readonly KeyScope[]
  readonly days: number
}

/**
 * Makes an API key of the caller's organisation, for which the caller answers. What it is is told here and never again:
 * its SHA-256 is kept. Refuses `right-missing`, `api-key-limit`.
 */
export async function createApiKey(
  world: World,
  principal: Principal,
  { organisationId, name, scopes, days }: NewApiKey,
): Promise<{ readonly key: ApiKey; readonly whole: string }> {
  assertMay(principal, 'key.manage', organisationId)
  const { personId } = principal
  if (personId === undefined) throw new Error('a key is answered for by a person')
  return world.inTransaction(principal, async (tx) => {
    const keys = apiKeyRepository(tx)
    await keys.lock(organisationId)
    assertRoomForKey(await keys.countInUse(organisationId))
    const secret = newSecret()
    const key: ApiKey = {
      id: tx.newId(),
      version: 1,
      organisationId,
      prefix: newPrefix(),
      secretSha256: hashOfSecret(secret),
      name,
      scopes,
      personId,
      expiresAt: new Date(tx.at.getTime() + days * DAY_MS),
      revokedAt: null,
      lastUsedAt: null,
      createdAt: tx.at,
      updatedAt: tx.at,
    }
    await keys.insert(key)
    await recordChanges(tx, [
      {
        event: 'api-key.created',
        subject: { kind: 'api-key', id: key.id },
        organisationId,
        to: 'active',
        data: { scopes, expiresAt: key.expiresAt.toISOString() },
      },
    ])
    return { key, whole: `${nameOfKey(key)}_${secret}` }
  })
}
