import type { Principal } from '../db/principal.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import {
  listDelegations,
  viewDelegation,
  type DelegationFilter,
  type DelegationView,
} from './delegation.queries.ts'
import { delegationRefusals } from './delegation.refusals.ts'
import { traceReading } from './trace-reading.ts'

/** A page of delegations, one more than `limit`; what is shown is traced. */
export async function readDelegations(
  world: World,
  principal: Principal,
  filter: DelegationFilter,
): Promise<DelegationView[]> {
  assertMayRead(principal, 'org.read', filter.organisation)
  return world.inTransaction(
    principal,
    async (tx) => {
      const rows = await listDelegations(tx, filter)
      await traceReading(tx, rows.slice(0, filter.limit))
      return rows
    },
    { planOnce: true },
  )
}

/** One delegation, traced. Refuses `delegation-not-found`. */
export async function readDelegation(
  world: World,
  principal: Principal,
  id: string,
): Promise<DelegationView> {
  return world.inTransaction(principal, async (tx) => {
    const found = await viewDelegation(tx, id)
    if (found === undefined) throw delegationRefusals('delegation-not-found')
    assertMayRead(principal, 'org.read', found.organisationId)
    await traceReading(tx, [found])
    return found
  })
}
