import { ConfigurationError } from './config.ts'
import { databaseFailure, isDatabaseUnavailable } from './db/failures.ts'
import { Refusal } from './errors.ts'

/** Why the process cannot start, in words that name cause and next step; never a stack, never a secret. */
export function describeStartFault(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message
  if (error instanceof Refusal) return `${error.sentence('en')} ${error.text.next}`
  const failure = databaseFailure(error)
  if (isDatabaseUnavailable(error))
    return `the database does not answer (${failure?.code ?? 'no connection'}): see that it runs, and that REGISTRY_DATABASE_URL names it`
  if (failure?.code === '28P01' || failure?.code === '28000')
    return 'the database refuses the user or password of REGISTRY_DATABASE_URL: run the migration child again, which sets them'
  if (failure?.code === '42P01' || failure?.code === '42501')
    return 'the database is not migrated: run the migration child first'
  if (failure !== undefined) return `the database refuses (${failure.code}): ${failure.message}`
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `${message}: another process listens there; stop it or set REGISTRY_LISTEN_PORT`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return `${message}: set REGISTRY_LISTEN_HOST and REGISTRY_LISTEN_PORT to an address of this machine`
  return error instanceof Error ? error.message : String(error)
}
