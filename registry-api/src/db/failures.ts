import { DrizzleQueryError } from 'drizzle-orm/errors'

/** What the driver tells of a failed query: SQLSTATE or a code of its own, and the constraint that refused. */
export interface DatabaseFailure {
  readonly code: string
  readonly constraint: string | undefined
  /** In the server's or the driver's words: for a log, never for a caller. */
  readonly message: string
}

/** All sessions are lent and none came back in time: the database is too slow, or work holds on to them. */
export class SessionsExhausted extends Error {
  override readonly name = 'SessionsExhausted'
}

/**
 * Reads a failure of the database from whatever it was wrapped in; `undefined` for any other error. Codes of the system
 * (ENOENT, ECONNREFUSED…) belong to files and other sockets as well: they count where a query threw them.
 */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  let isOfQuery = false
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    isOfQuery ||= at instanceof DrizzleQueryError
    const failure = driverFailure(at)
    if (failure !== undefined && (isOfQuery || !SYSTEM_CODES.has(failure.code))) return failure
  }
  return undefined
}

function driverFailure(error: Error): DatabaseFailure | undefined {
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown }
  if (typeof code !== 'string') return undefined
  if (error.name !== 'PostgresError' && !DRIVER_CODES.has(code) && !SYSTEM_CODES.has(code)) return undefined
  return { code, constraint: typeof constraint === 'string' ? constraint : undefined, message: error.message }
}

const DRIVER_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
])
// ENOENT: the directory of the socket is gone.
const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT'])

const isOfConnection = (code: string) => DRIVER_CODES.has(code) || SYSTEM_CODES.has(code)

/** Whether the database could not be asked, as opposed to having said no. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof SessionsExhausted) return true
  const failure = databaseFailure(error)
  if (failure === undefined) return false
  // 08: connection; 57P01-57P03: shutting down or starting; 53: out of resources; 3D000: the database is gone.
  return isOfConnection(failure.code) || /^(08|53|57P0[123]|3D000)/.test(failure.code)
}

/** Whether the connection is of no more use: lost, or ended by the server (57P01 and the timeouts of a session). */
export function isConnectionLost(error: unknown): boolean {
  return endsConnection(databaseFailure(error)?.code)
}

/** The same of an error that comes straight from the driver. */
export function isConnectionLostByDriver(error: unknown): boolean {
  return error instanceof Error && endsConnection(driverFailure(error)?.code)
}

function endsConnection(code: string | undefined): boolean {
  return code !== undefined && (isOfConnection(code) || /^(08|57P0[0-5]|25P0[34])/.test(code))
}

/** 40001 and 40P01: another transaction came first; the same work may simply be done again. */
export function isSerializationFailure(error: unknown): boolean {
  const code = databaseFailure(error)?.code
  return code === '40001' || code === '40P01'
}

/** 22021: a text holds what no text of the database can, U+0000. Whoever sent it is told, where no field was. */
export function isUnstorableText(error: unknown): boolean {
  return databaseFailure(error)?.code === '22021'
}

/**
 * Turns the violation of a named constraint into the refusal it stands for: the rule looked first, the constraint
 * has the last word when two callers come at once.
 */
export async function refusedByConstraint<T>(
  write: Promise<T>,
  refusalOf: Readonly<Record<string, () => Error>>,
): Promise<T> {
  try {
    return await write
  } catch (error) {
    const constraint = databaseFailure(error)?.constraint
    const refusal = constraint === undefined ? undefined : refusalOf[constraint]
    throw refusal === undefined ? error : refusal()
  }
}

/**
 * An error for a log: where it was thrown, and why. The values of a failed query are left out, for they hold names,
 * mails and the hashes of secrets: the query library writes them into its message, and PostgreSQL quotes some of them
 * where it refuses one (classes 22 and 23).
 */
export function textOfError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isOfQuery = error instanceof DrizzleQueryError
  if (!isOfQuery && error.name !== 'PostgresError') return error.stack ?? error.message
  const { code = '', constraint = '', message = '' } = databaseFailure(error) ?? {}
  const query = isOfQuery ? `in ${error.query}` : ''
  const said = error.stack?.indexOf(error.message) ?? -1
  const frames = said < 0 ? '' : error.stack!.slice(said + error.message.length)
  const why = /^2[23]/.test(code) ? '' : message
  return `PostgresError ${[code, constraint, why, query].filter((part) => part !== '').join(' ')}${frames}`
}
