import { systemPrincipal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { idempotencyRepository } from './idempotency.repository.ts'

const BATCH = 1_000

/** Takes away what was answered under keys whose day is over: nobody is answered with it any more. Gives how many. */
export async function eraseOldAnswers(world: World): Promise<number> {
  return world.inTransaction(systemPrincipal('worker'), (tx) => idempotencyRepository(tx).eraseOver(BATCH))
}
