import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { onApiKey, type ApiKeyAct } from './act-on-api-key.ts'
import { apiKeyRepository } from './api-key.repository.ts'
import { assertMayBeAdopted } from './api-key.rules.ts'

/**
 * Takes over a key whose holder has left: the caller answers for it from now on, and it answers again.
 * Refuses `api-key-wrong-state`.
 */
export async function adoptApiKey(world: World, principal: Principal, act: ApiKeyAct): Promise<void> {
  await onApiKey(world, principal, act, async (tx, { key, state }) => {
    assertMayBeAdopted(state)
    const { personId } = principal
    if (personId === undefined) throw new Error('a key is answered for by a person')
    await apiKeyRepository(tx).change(key, { personId })
    await recordChanges(tx, [
      {
        event: 'api-key.adopted',
        subject: { kind: 'api-key', id: key.id },
        organisationId: key.organisationId,
        from: state,
        to: 'active',
        data: { before: key.personId },
      },
    ])
  })
}
