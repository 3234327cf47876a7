import { systemPrincipal } from '../db/principal.ts'
import { dayInParis } from '../paris-days.ts'
import type { World } from '../world.ts'
import { applyDelegationEvent } from './act-on-delegation.ts'
import { delegationRepository } from './delegation.repository.ts'
import { isOver } from './delegation.rules.ts'

const WORKER = systemPrincipal('worker')

/** Ends each delegation after its last day in Paris. No line leaves by it (decisions 46): the queue shows a request. */
export async function expireDelegations(world: World): Promise<number> {
  const ids = await world.inTransaction(WORKER, (tx) => delegationRepository(tx).idsOver(dayInParis(tx.at)), {
    readOnly: true,
  })
  let expired = 0
  for (const id of ids) {
    const isDone = await world.inTransaction(WORKER, async (tx) => {
      const delegation = await delegationRepository(tx).findForAct(id)
      if (delegation === undefined || !['declared', 'active'].includes(delegation.state)) return false
      if (!isOver(delegation, dayInParis(tx.at))) return false
      await applyDelegationEvent(tx, delegation, 'expire', 'delegation.expired', {
        data: { validUntil: delegation.validUntil },
      })
      return true
    })
    if (isDone) expired += 1
  }
  return expired
}
