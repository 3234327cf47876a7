import type { Operator } from './operator.ts'
import { operatorRefusals } from './operator.refusals.ts'

/** One name, one operator: readers of the list tell operators apart by Denomination alone. */
export function assertNameIsFree(name: string, bearer: Operator | undefined): void {
  if (bearer !== undefined) throw operatorRefusals('operator-name-taken', { name })
}
