import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Clock } from '../clock.ts'
import { isConnectionLost, isSerializationFailure } from './failures.ts'
import type { Change } from '../audit/audit.ts'
import { settingsOf, type Principal } from './principal.ts'
import type { Session, Sessions } from './sessions.ts'

/** What a use-case works with. All that it writes commits together or not at all. */
export interface Transaction {
  /** Queries of this transaction; opening another one inside is not for a use-case. */
  readonly db: Omit<PostgresJsDatabase, 'transaction'>
  readonly principal: Principal
  /** The time of the act: one moment for every row it writes. */
  readonly at: Date
  newId(): string
  /** Told by the audit (audit/record-changes.ts): these are written last, before the commit. */
  noteChanges(changes: readonly Change[]): void
}

export interface TransactionOptions {
  /** `repeatable read`: all reads see one moment (drafts). Default `read committed`. */
  readonly isolation?: 'read committed' | 'repeatable read'
  readonly readOnly?: boolean
  /**
   * The server plans each query once for a connection, whatever its parameters: for pages of many small parts, whose
   * planning takes longer than all of the rest. Not where the best way depends on what is asked for.
   */
  readonly planOnce?: boolean
}

export type InTransaction = <T>(
  principal: Principal,
  work: (tx: Transaction) => Promise<T>,
  options?: TransactionOptions,
) => Promise<T>

// The end of the audit is one row: what reads one moment (a draft) loses against every change that commits meanwhile.
const ATTEMPTS = 10
const FIRST_PAUSE_MS = 2
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
  /** Writes what was noted, as the last thing before the commit: the audit, and the key of a repeated request. */
  readonly beforeCommit: (tx: Transaction, changes: readonly Change[]) => Promise<void>
  readonly onChange?: (principal: Principal) => void
}): InTransaction {
  return async (principal, work, options = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      const changes: Change[] = []
      const session = await begin(deps.sessions, principal, options)
      const noteChanges = (more: readonly Change[]) => {
        changes.push(...more)
      }
      const tx = { db: session.db, principal, at: deps.clock(), newId: deps.newId, noteChanges }
      let result
      try {
        result = await under.run(true, () => work(tx))
        if (changes.length > 0) await deps.beforeCommit(tx, changes)
        // Who has only read has nothing to lose by the end of it, and need not wait for it.
        if (options.readOnly === true) {
          void leave(session)
          return result
        }
        await session.run('COMMIT')
      } catch (error) {
        await rollBack(session)
        if (!isSerializationFailure(error) || attempt === ATTEMPTS) throw error
        await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1))
        continue
      }
      session.release()
      if (changes.length > 0) deps.onChange?.(principal)
      return result
    }
  }
}

/** Ends a transaction that read, and gives its session back; one that does not end is never lent again. */
async function leave(session: Session): Promise<void> {
  try {
    await session.run('COMMIT')
  } catch {
    session.discard()
  } finally {
    session.release()
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
      // One message: a request that reads costs as few as it can.
      const plan = options.planOnce === true ? 'SET LOCAL plan_cache_mode = force_generic_plan; ' : ''
      await session.run(`BEGIN ISOLATION LEVEL ${level} ${mode}; ${plan}${settingsStatement(principal)}`)
      return session
    } catch (error) {
      await rollBack(session)
      if (!isConnectionLost(error) || attempt > 1) throw error
    }
  }
}

function settingsStatement(principal: Principal): string {
  const calls = Object.entries(settingsOf(principal)).map(
    ([name, value]) => `set_config('${name}', ${quoted(value)}, true)`,
  )
  return `SELECT ${calls.join(', ')}`
}

/** A string of SQL. The server's strings are standard ones, in which only the quote means something. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
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
