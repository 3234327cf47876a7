import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { idempotencyRefusals } from './idempotency.refusals.ts'
import { idempotencyRepository, type Claim, type KeptAnswer } from './idempotency.repository.ts'

// Between the commit and the keeping of the answer lie milliseconds; after this, whoever was to keep it is dead.
const KEPT_WITHIN_MS = 60_000

/**
 * What was answered when this caller sent this very request under this key; `undefined` where it never did, or its day
 * is over. Refuses `idempotency-key-reused`, `idempotency-in-progress`, `idempotency-answer-lost`.
 */
export async function recallAnswer(
  world: World,
  principal: Principal,
  claim: Claim,
  isAnswerKept: boolean,
): Promise<KeptAnswer | undefined> {
  return world.inTransaction(
    principal,
    async (tx) => {
      const row = await idempotencyRepository(tx).find(claim)
      if (row === undefined) return undefined
      if (row.requestSha256 !== claim.requestSha256) throw idempotencyRefusals('idempotency-key-reused')
      if (row.status !== null) {
        const headers = JSON.parse(row.headers ?? '{}') as Record<string, string>
        return { status: row.status, headers, body: row.body ?? '' }
      }
      if (isAnswerKept && tx.at.getTime() - row.createdAt.getTime() < KEPT_WITHIN_MS)
        throw idempotencyRefusals('idempotency-in-progress')
      throw idempotencyRefusals('idempotency-answer-lost', { at: row.createdAt.toISOString() })
    },
    { readOnly: true },
  )
}
