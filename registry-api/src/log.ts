import type { Clock } from './clock.ts'
import { textOfError } from './db/failures.ts'

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, error: unknown, fields?: LogFields): void
}

/**
 * One JSON line for each event. Fields hold no secret, no address of a caller and no query string (decisions 36), and
 * errors none of the values that a failed query was sent with.
 */
export function createLog(clock: Clock, write: (line: string) => void): Log {
  const line = (level: string, event: string, fields: LogFields) =>
    write(`${JSON.stringify({ at: clock().toISOString(), level, event, ...fields })}\n`)
  return {
    info: (event, fields = {}) => line('info', event, fields),
    warn: (event, fields = {}) => line('warn', event, fields),
    error: (event, error, fields = {}) => line('error', event, { ...fields, error: textOfError(error) }),
  }
}
