import type { Clock } from './clock.ts'
import type { InTransaction } from './db/transaction.ts'

/** What every use-case is given: a way to change things, and the time. */
export interface World {
  readonly inTransaction: InTransaction
  readonly clock: Clock
}
