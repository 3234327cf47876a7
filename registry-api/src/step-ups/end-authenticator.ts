import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import type { Act } from './act.ts'
import { authenticatorRefusals } from './authenticator.refusals.ts'
import { authenticatorRepository } from './authenticator.repository.ts'
import { consumeStepUp } from './consume-step-up.ts'
import { personAt } from './person-at.ts'

/**
 * Ends a security key of the caller, with the word of any of their keys. Refuses `authenticator-not-found`,
 * `authenticator-last`, `step-up-…`.
 */
export async function endAuthenticator(
  world: World,
  principal: Principal,
  id: string,
  act: Act,
): Promise<void> {
  const { personId } = personAt(principal)
  await world.inTransaction(principal, async (tx) => {
    const keys = authenticatorRepository(tx)
    await keys.lock(personId)
    const own = await keys.live(personId)
    if (!own.some((key) => key.id === id)) throw authenticatorRefusals('authenticator-not-found')
    if (own.length === 1) throw authenticatorRefusals('authenticator-last')
    const stepUpId = await consumeStepUp(tx, act)
    await keys.end(id)
    await recordChanges(tx, [
      { event: 'authenticator.ended', subject: { kind: 'authenticator', id }, stepUpId },
    ])
  })
}
