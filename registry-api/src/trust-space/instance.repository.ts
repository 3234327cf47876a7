import { instance } from '../db/schema/instance.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Identity } from './trust-space.ts'

export function instanceRepository(tx: Transaction) {
  return {
    async find(): Promise<Identity | undefined> {
      const [row] = await tx.db
        .select({
          trustSpace: instance.trustSpace,
          space: instance.space,
          mode: instance.mode,
          zone: instance.zone,
        })
        .from(instance)
      // A check constraint holds both to the values of the type.
      return row as Identity | undefined
    },

    async insert(identity: Identity & { readonly epoch: string }): Promise<void> {
      await tx.db
        .insert(instance)
        .values({ ...identity, id: 1, createdAt: tx.at })
        .onConflictDoNothing()
    },
  }
}
