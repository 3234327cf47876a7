import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { accountRepository } from './account.repository.ts'
import { personOfSession } from './account.ts'
import { sessionRefusals } from './session.refusals.ts'

/** Ends one of one's own sessions; `current` is the one that asks. Refuses `session-not-found`. */
export async function endSession(world: World, principal: Principal, id: string): Promise<void> {
  const { sessionId, personId } = personOfSession(principal)
  const wanted = id === 'current' ? sessionId : id
  await world.inTransaction(principal, async (tx) => {
    const accounts = accountRepository(tx)
    const session = await accounts.findSession(wanted)
    if (session?.personId !== personId || !(await accounts.endSession(wanted)))
      throw sessionRefusals('session-not-found')
    await recordChanges(tx, [
      { event: 'session.ended', subject: { kind: 'session', id: wanted }, data: { cause: 'by-its-person' } },
    ])
  })
}
