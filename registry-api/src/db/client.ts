import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

export interface DatabaseClient {
  readonly drizzle: PostgresJsDatabase
  /** The driver below: for what must keep one connection (advisory locks). */
  readonly sql: postgres.Sql
  close(): Promise<void>
}

const MINUTE_MS = 60_000

export interface ClientOptions {
  readonly connectionsMax?: number
  /** Migrations may take as long as they need; requests may not. */
  readonly withoutLimits?: boolean
}

/**
 * Opens a pool; connects at the first query. `url` is libpq's form: `postgres://u:p@localhost/db?host=%2Fdir` for a
 * Unix socket, which postgres.js would not read by itself.
 */
export function openDatabase(
  url: string,
  { connectionsMax = 8, withoutLimits = false }: ClientOptions = {},
): DatabaseClient {
  const address = new URL(url)
  const socketDirectory = address.searchParams.get('host')
  address.searchParams.delete('host')
  const sql = postgres(address.href, {
    ...(socketDirectory === null ? {} : { host: socketDirectory }),
    max: connectionsMax,
    connect_timeout: 5,
    // A stopped database must be noticed by the next request, not after a growing pause.
    backoff: () => 0.2,
    connection: {
      application_name: 'registry-api',
      TimeZone: 'UTC',
      // A query longer than this is a defect, and a transaction that waits longer holds up everybody.
      ...(withoutLimits
        ? {}
        : {
            statement_timeout: MINUTE_MS / 2,
            lock_timeout: MINUTE_MS / 6,
            idle_in_transaction_session_timeout: MINUTE_MS,
          }),
    },
    onnotice: () => undefined,
  })
  return {
    drizzle: drizzle(sql, { casing: 'snake_case' }),
    sql,
    close: () => sql.end({ timeout: 5 }),
  }
}
