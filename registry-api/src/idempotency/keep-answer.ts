import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { idempotencyRepository, type Claim, type KeptAnswer } from './idempotency.repository.ts'

/** Keeps what was answered, beside the key that the creation has written down. */
export async function keepAnswer(
  world: World,
  principal: Principal,
  claim: Claim,
  answer: KeptAnswer,
): Promise<void> {
  await world.inTransaction(principal, (tx) => idempotencyRepository(tx).keep(claim, answer))
}
