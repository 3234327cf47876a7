import { inChunks } from '../db/chunks.ts'
import { commitment } from '../db/schema/commitment.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Commitment } from './commitment.ts'

export function commitmentRepository(tx: Transaction) {
  return {
    async insert(commitments: readonly Commitment[]): Promise<void> {
      await inChunks(commitments, (chunk) => tx.db.insert(commitment).values([...chunk]))
    },
  }
}
