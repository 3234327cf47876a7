/** What the driver tells of a failed query: SQLSTATE or a code of its own, and the constraint that refused. */
export interface DatabaseFailure {
  readonly code: string
  readonly constraint: string | undefined
}

/** All sessions are lent and none came back in time: the database is too slow, or work holds on to them. */
export class SessionsExhausted extends Error {
  override readonly name = 'SessionsExhausted'
}

/** Reads a failure of the database from whatever drizzle wrapped it in; `undefined` for any other error. */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code, constraint_name: constraint } = at as { code?: unknown; constraint_name?: unknown }
    if (typeof code === 'string' && (at.name === 'PostgresError' || DRIVER_CODES.has(code))) {
      return { code, constraint: typeof constraint === 'string' ? constraint : undefined }
    }
  }
  return undefined
}

const DRIVER_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT', // the directory of the socket is gone
])

/** Whether the database could not be asked, as opposed to having said no. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof SessionsExhausted) return true
  const failure = databaseFailure(error)
  if (failure === undefined) return false
  // 08: connection; 57P01-57P03: shutting down or starting; 53: out of resources; 3D000: the database is gone.
  return DRIVER_CODES.has(failure.code) || /^(08|53|57P0[123]|3D000)/.test(failure.code)
}

/** Whether the connection is of no more use: lost, or ended by the server (57P01 and the timeouts of a session). */
export function isConnectionLost(error: unknown): boolean {
  const code = databaseFailure(error)?.code
  return code !== undefined && (DRIVER_CODES.has(code) || /^(08|57P0[0-5]|25P0[34])/.test(code))
}

/** 40001 and 40P01: another transaction came first; the same work may simply be done again. */
export function isSerializationFailure(error: unknown): boolean {
  const code = databaseFailure(error)?.code
  return code === '40001' || code === '40P01'
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
