import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { openConnection, REQUEST_LIMITS } from './client.ts'
import { isConnectionLostByDriver, SessionsExhausted } from './failures.ts'

/** One connection, lent to one borrower at a time. Once it is lost it answers nothing any more. */
export interface Session {
  readonly db: PostgresJsDatabase
  readonly isLost: boolean
  /** Runs one statement without parameters. */
  run(statement: string): Promise<void>
  /** It is in a state that nobody knows: as good as lost. */
  discard(): void
  /** Gives it back; a lost one is dropped. */
  release(): void
}

export interface Sessions {
  /** Waits for a free one. Throws a SessionsExhausted, or what the database says to a new connection. */
  acquire(): Promise<Session>
  close(): Promise<void>
}

const WAIT_MS = 10_000

/**
 * A pool of our own over postgres.js (docs/adr/0022). Its pool opens a lost connection again under the same handle, so
 * that the rest of a broken transaction runs outside of it, or inside another one; and its `begin` writes a ROLLBACK to
 * the lost socket, which ends the process. Here a connection is one client, and a lost client is never used again.
 */
export function openSessions(url: string, { max = 8 }: { readonly max?: number } = {}): Sessions {
  const idle: Connection[] = []
  const waiting: (() => void)[] = []
  let opened = 0
  let isClosed = false

  const freeOne = () => waiting.shift()?.()
  const drop = (connection: Connection) => {
    opened -= 1
    void connection.sql.end({ timeout: 0 }).catch(() => undefined)
    freeOne()
  }
  const take = (): Connection | undefined => {
    for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
      if (!connection.isLost) return connection
      drop(connection)
    }
    if (opened >= max) return undefined
    opened += 1
    return openOne(url)
  }

  return {
    async acquire() {
      if (isClosed) throw new Error('the database is closed')
      const endOfWait = performance.now() + WAIT_MS
      let connection = take()
      while (connection === undefined) {
        await waitForTurn(waiting, endOfWait - performance.now())
        connection = take()
      }
      return lend(connection, (lent) => {
        if (lent.isLost || isClosed) drop(lent)
        else {
          idle.push(lent)
          freeOne()
        }
      })
    },
    async close() {
      isClosed = true
      await Promise.all(idle.splice(0).map(({ sql }) => sql.end({ timeout: 5 })))
    },
  }
}

interface Connection {
  readonly sql: postgres.Sql
  readonly db: PostgresJsDatabase
  isLost: boolean
}

function openOne(url: string): Connection {
  const sql = openConnection(url, {
    limits: REQUEST_LIMITS,
    onClose: () => {
      connection.isLost = true
    },
  })
  const prepared = new Set<string>()
  const guarded = {
    options: sql.options,
    unsafe(...parameters: Parameters<postgres.Sql['unsafe']>) {
      // Synchronous: between the loss and the next query there is no moment at which it could be opened again.
      if (connection.isLost)
        throw Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' })
      const [text, values = [], how] = parameters
      const query = sql.unsafe(text, values, { ...how, prepare: isWorthPreparing(prepared, text, values) })
      query.catch((error: unknown) => {
        if (isConnectionLostByDriver(error)) connection.isLost = true
      })
      return query
    },
  }
  const connection: Connection = {
    sql,
    // What drizzle asks of a client is `unsafe` and the parsers; its `transaction` is not for here.
    db: drizzle({ client: guarded as unknown as postgres.Sql, casing: 'snake_case' }),
    isLost: false,
  }
  return connection
}

// Each costs the server some memory in each connection; conditions come in more shapes than one can count.
const PREPARED_MAX = 200

/**
 * Whether the server is to keep the plan: under row security the planning of a page takes longer than its execution.
 * What has no parameter may be several statements, which cannot be prepared.
 */
function isWorthPreparing(prepared: Set<string>, text: string, values: readonly unknown[]): boolean {
  if (values.length === 0) return false
  if (prepared.size < PREPARED_MAX) prepared.add(text)
  return prepared.has(text)
}

function lend(connection: Connection, giveBack: (connection: Connection) => void): Session {
  let isLent = true
  return {
    db: connection.db,
    get isLost() {
      return connection.isLost
    },
    async run(statement) {
      await connection.db.execute(statement)
    },
    discard() {
      connection.isLost = true
    },
    release() {
      if (isLent) giveBack(connection)
      isLent = false
    },
  }
}

async function waitForTurn(waiting: (() => void)[], ms: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const turn = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1)
      reject(new SessionsExhausted(`no free connection for ${WAIT_MS / 1_000} s`))
    }, ms)
    waiting.push(turn)
  })
}
