import { systemPrincipal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { lastEventsOf } from './audit.queries.ts'

/** One change of a row, as much of it as whoever reads the row may know: not by whom. */
export interface RowChange {
  readonly event: string
  readonly at: string
  readonly fields: readonly string[]
}

const MOST = 20

/**
 * What the last `versions` changes of a row were, oldest first: for whoever has seen the row, and read an older version
 * of it. Each version of a row leaves one event.
 */
export async function changesSince(
  world: World,
  subjectId: string,
  versions: number,
): Promise<readonly RowChange[]> {
  const rows = await world.inTransaction(
    systemPrincipal('audit'),
    (tx) => lastEventsOf(tx, subjectId, Math.min(versions, MOST)),
    { readOnly: true },
  )
  return rows.toReversed().map(({ event, at, data, fromState, toState }) => ({
    event,
    at: at.toISOString(),
    fields: [
      ...(toState !== null && toState !== fromState ? ['state'] : []),
      ...(Array.isArray(data['fields']) ? data['fields'].map(String) : []),
    ],
  }))
}
