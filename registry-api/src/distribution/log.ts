import type { Clock } from '../clock.ts'
/** One event of this process. Requests and the addresses of pollers are not events. */
export type LogEvent = { readonly event: string } & Readonly<Record<string, string | number | boolean | null>>
export type Log = (event: LogEvent) => void

/** Writes each event as one JSON line, with its time. */
export function jsonLinesLog(clock: Clock, write: (line: string) => void): Log {
  return (event) => write(`${JSON.stringify({ at: clock().toISOString(), ...event })}\n`)
}
