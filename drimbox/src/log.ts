import type { Clock } from './clock.ts'

type Scalar = string | number | boolean | null
/** One event. Never a key, a body, a query or a path of a request: those may name a patient. */
export type LogEvent = { readonly event: string } & Readonly<Record<string, Scalar | readonly Scalar[]>>
export type Log = (event: LogEvent) => void

/** Writes each event as one JSON line with its time; whatever came from a peer is escaped by that. */
export function jsonLinesLog(box: string, clock: Clock, write: (line: string) => void): Log {
  return (event) => write(`${JSON.stringify({ at: clock().toISOString(), box, ...event })}\n`)
}
