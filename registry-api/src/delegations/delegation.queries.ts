import { and, asc, eq, gt, inArray, lte, or } from 'drizzle-orm'
import { delegation, delegationDrimbox } from '../db/schema/commitment.ts'
import { organisation } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'
import { warningsOf, type DelegationWarning } from './delegation.rules.ts'
import type { Delegation, DelegationState } from './delegation.ts'

export interface DelegationView extends Delegation {
  readonly organisationName: string
  /** None: all of the operator. */
  readonly drimboxIds: readonly string[]
  /** Among those that the reader may see. */
  readonly warnings: readonly DelegationWarning[]
}

export interface DelegationFilter {
  readonly organisation?: string | undefined
  readonly state?: DelegationState | undefined
  /** Those whose last day is that day or before. */
  readonly expiresBefore?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Delegations in the order of their entry, one more than `limit`. Whoever shows them leaves a trace (trace-reading.ts). */
export async function listDelegations(tx: Transaction, filter: DelegationFilter): Promise<DelegationView[]> {
  const rows = await tx.db
    .select({ delegation, organisationName: organisation.displayName })
    .from(delegation)
    .innerJoin(organisation, eq(organisation.id, delegation.organisationId))
    .where(
      and(
        filter.after === undefined ? undefined : gt(delegation.id, filter.after),
        filter.organisation === undefined ? undefined : eq(delegation.organisationId, filter.organisation),
        filter.state === undefined ? undefined : eq(delegation.state, filter.state),
        filter.expiresBefore === undefined ? undefined : lte(delegation.validUntil, filter.expiresBefore),
      ),
    )
    .orderBy(asc(delegation.id))
    .limit(filter.limit + 1)
  return withParts(tx, rows)
}

export async function viewDelegation(tx: Transaction, id: string): Promise<DelegationView | undefined> {
  const rows = await tx.db
    .select({ delegation, organisationName: organisation.displayName })
    .from(delegation)
    .innerJoin(organisation, eq(organisation.id, delegation.organisationId))
    .where(eq(delegation.id, id))
  return (await withParts(tx, rows))[0]
}

async function withParts(
  tx: Transaction,
  rows: readonly { delegation: Delegation; organisationName: string }[],
): Promise<DelegationView[]> {
  if (rows.length === 0) return []
  const others = await alike(tx, rows)
  const boxes = Map.groupBy(
    await tx.db
      .select()
      .from(delegationDrimbox)
      .where(
        inArray(delegationDrimbox.delegationId, [
          ...new Set([...rows.map((row) => row.delegation.id), ...others.map(({ id }) => id)]),
        ]),
      ),
    ({ delegationId }) => delegationId,
  )
  const drimboxIdsOf = (id: string) => (boxes.get(id) ?? []).map(({ drimboxId }) => drimboxId)
  const standing = others.map((other) => ({ ...other, drimboxIds: drimboxIdsOf(other.id) }))
  return rows.map((row) => {
    const drimboxIds = drimboxIdsOf(row.delegation.id)
    return {
      ...row.delegation,
      organisationName: row.organisationName,
      drimboxIds,
      warnings: warningsOf(row.delegation, standing, drimboxIds),
    }
  })
}

/** Delegations of the same facilities, as far as row security shows them. */
async function alike(tx: Transaction, rows: readonly { delegation: Delegation }[]): Promise<Delegation[]> {
  const named = (by: 'finess' | 'siret') =>
    [...new Set(rows.map((row) => row.delegation[by]))].filter((value) => value !== null)
  const [finess, siret] = [named('finess'), named('siret')]
  return tx.db
    .select()
    .from(delegation)
    .where(
      or(
        finess.length === 0 ? undefined : inArray(delegation.finess, finess),
        siret.length === 0 ? undefined : inArray(delegation.siret, siret),
      ),
    )
}
