import type { Transaction } from '../db/transaction.ts'
import { idempotencyRefusals } from './idempotency.refusals.ts'
import { idempotencyRepository } from './idempotency.repository.ts'

const LIFE_MS = 24 * 3_600_000

/**
 * Writes down the Idempotency-Key of the request in the transaction of what it created: there is never one without the
 * other. Where another process was quicker with the same key, everything is undone: `idempotency-in-progress`.
 */
export async function claimKey(tx: Transaction): Promise<void> {
  const { idempotency } = tx.principal
  if (idempotency === undefined) return
  const expiresAt = new Date(tx.at.getTime() + LIFE_MS)
  const keys = idempotencyRepository(tx)
  if (await keys.insert(idempotency, expiresAt)) return
  if (!(await keys.isOwn(idempotency))) throw idempotencyRefusals('idempotency-in-progress')
}
