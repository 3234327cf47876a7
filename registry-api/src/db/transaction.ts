import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Clock } from '../clock.ts'
import { isSerializationFailure } from './failures.ts'
import type { Principal } from './principal.ts'

type DrizzleTransaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]

/** What a use-case works with. All that it writes commits together or not at all. */
export interface Transaction {
  readonly db: DrizzleTransaction
  readonly principal: Principal
  /** The time of the act: one moment for every row it writes. */
  readonly at: Date
  newId(): string
  /** Told by the audit: something changed, so whoever listens for changes must look again after the commit. */
  noteChange(): void
}

export interface TransactionOptions {
  /** `repeatable read`: all reads see one moment (drafts). Default `read committed`. */
  readonly isolation?: 'read committed' | 'repeatable read'
  readonly readOnly?: boolean
}

export type InTransaction = <T>(
  principal: Principal,
  work: (tx: Transaction) => Promise<T>,
  options?: TransactionOptions,
) => Promise<T>

const ATTEMPTS = 4
const under = new AsyncLocalStorage<true>()

/**
 * Makes the one way to open a transaction: it sets the principal for row security before anything else runs, and runs
 * `work` again (it must have no other effect than its queries) where another transaction came first.
 * `onChange` is called after a commit that left an audit event.
 */
export function createInTransaction(deps: {
  readonly db: PostgresJsDatabase
  readonly clock: Clock
  readonly newId: () => string
  readonly onChange?: (principal: Principal) => void
}): InTransaction {
  return async (principal, work, options = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      let changed = false
      try {
        const result = await deps.db.transaction(
          (db) =>
            under.run(true, async () => {
              await db.execute(sql`SELECT set_config('registry.principal_kind', ${principal.kind}, true),
                set_config('registry.principal_operator', ${principal.operatorId ?? ''}, true)`)
              const noteChange = () => {
                changed = true
              }
              return work({ db, principal, at: deps.clock(), newId: deps.newId, noteChange })
            }),
          {
            isolationLevel: options.isolation ?? 'read committed',
            accessMode: options.readOnly === true ? 'read only' : 'read write',
          },
        )
        if (changed) deps.onChange?.(principal)
        return result
      } catch (error) {
        if (!isSerializationFailure(error) || attempt === ATTEMPTS) throw error
      }
    }
  }
}

/**
 * Throws where a transaction is open around the caller: a network call there would hold its locks for as long as a
 * stranger likes (decisions 54).
 */
export function assertOutsideTransaction(what: string): void {
  if (under.getStore() === true) throw new Error(`${what} was called inside a database transaction`)
}
