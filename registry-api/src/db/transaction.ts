import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Clock } from '../clock.ts'
import { isConnectionLost, isSerializationFailure } from './failures.ts'
import type { Principal } from './principal.ts'
import type { Session, Sessions } from './sessions.ts'

/** What a use-case works with. All that it writes commits together or not at all. */
export interface Transaction {
  /** Queries of this transaction; opening another one inside is not for a use-case. */
  readonly db: Omit<PostgresJsDatabase, 'transaction'>
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
  readonly sessions: Sessions
  readonly clock: Clock
  readonly newId: () => string
  readonly onChange?: (principal: Principal) => void
}): InTransaction {
  return async (principal, work, options = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      let changed = false
      const session = await begin(deps.sessions, principal, options)
      const noteChange = () => {
        changed = true
      }
      const tx = { db: session.db, principal, at: deps.clock(), newId: deps.newId, noteChange }
      let result
      try {
        result = await under.run(true, () => work(tx))
        await session.run('COMMIT')
      } catch (error) {
        await rollBack(session)
        if (!isSerializationFailure(error) || attempt === ATTEMPTS) throw error
        continue
      }
      session.release()
      if (changed) deps.onChange?.(principal)
      return result
    }
  }
}

/** A session with an open transaction. One that was lost while nobody used it is replaced, once. */
async function begin(
  sessions: Sessions,
  principal: Principal,
  options: TransactionOptions,
): Promise<Session> {
  const mode = options.readOnly === true ? 'READ ONLY' : 'READ WRITE'
  const level = options.isolation === 'repeatable read' ? 'REPEATABLE READ' : 'READ COMMITTED'
  for (let attempt = 1; ; attempt += 1) {
    const session = await sessions.acquire()
    try {
      await session.run(`BEGIN ISOLATION LEVEL ${level} ${mode}`)
      await session.db.execute(sql`SELECT set_config('registry.principal_kind', ${principal.kind}, true),
        set_config('registry.principal_operator', ${principal.operatorId ?? ''}, true)`)
      return session
    } catch (error) {
      await rollBack(session)
      if (!isConnectionLost(error) || attempt > 1) throw error
    }
  }
}

/** Nothing to undo on a lost session: the server does it. What cannot be undone is never lent again. */
async function rollBack(session: Session): Promise<void> {
  try {
    if (!session.isLost) await session.run('ROLLBACK')
  } catch {
    session.discard()
  } finally {
    session.release()
  }
}

/**
 * Throws where a transaction is open around the caller: a network call there would hold its locks for as long as a
 * stranger likes (decisions 54).
 */
export function assertOutsideTransaction(what: string): void {
  if (under.getStore() === true) throw new Error(`${what} was called inside a database transaction`)
}
