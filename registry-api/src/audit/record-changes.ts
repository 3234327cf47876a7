import type { Transaction } from '../db/transaction.ts'
import type { Change } from './audit.ts'

/**
 * Leaves an event for each change (invariant A-1). They are written as the last thing of the transaction, in this
 * order: whoever waits for the end of the chain then holds everything else already, and two changes cannot deadlock.
 */
export async function recordChanges(tx: Transaction, changes: readonly Change[]): Promise<void> {
  if (tx.principal.kind === 'public') throw new Error('the public changes nothing')
  tx.noteChanges(changes)
  // Asynchronous for its callers' sake: a write it is, whenever it happens.
  await Promise.resolve()
}
