import postgres from 'postgres'

const MINUTE_MS = 60_000

/** What bounds the queries of requests; migrations go without. */
export const REQUEST_LIMITS = {
  // A query longer than this is a defect, and a transaction that waits longer holds up everybody.
  statement_timeout: MINUTE_MS / 2,
  lock_timeout: MINUTE_MS / 6,
  idle_in_transaction_session_timeout: MINUTE_MS,
}

/**
 * One connection to PostgreSQL, opened at the first query. `url` is libpq's form:
 * `postgres://u:p@localhost/db?host=%2Fdir` for a Unix socket, which postgres.js would not read by itself.
 */
export function openConnection(
  url: string,
  options: { readonly limits?: typeof REQUEST_LIMITS; readonly onClose?: () => void } = {},
): postgres.Sql {
  const address = new URL(url)
  const socketDirectory = address.searchParams.get('host')
  address.searchParams.delete('host')
  return postgres(address.href, {
    ...(socketDirectory === null ? {} : { host: socketDirectory }),
    max: 1,
    connect_timeout: 5,
    // Never closed and opened again behind the back of a transaction.
    max_lifetime: null,
    idle_timeout: 0,
    fetch_types: false,
    connection: { application_name: 'registry-api', TimeZone: 'UTC', ...options.limits },
    onnotice: () => undefined,
    ...(options.onClose === undefined ? {} : { onclose: options.onClose }),
  })
}
