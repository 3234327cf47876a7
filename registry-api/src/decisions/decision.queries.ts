import { and, asc, eq, gt, inArray, ne, or, type SQL } from 'drizzle-orm'
import { ofOwnOrganisations } from '../db/own-rows.ts'
import type { Principal } from '../db/principal.ts'
import { person } from '../db/schema/accounts.ts'
import { decision, decisionAct } from '../db/schema/decision.ts'
import { organisation } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'
import type { DecisionState, DecisionVerdict, Shown } from './decision.ts'

export interface DecisionView {
  readonly decision: typeof decision.$inferSelect
  readonly shown: Shown
  readonly organisation: { readonly id: string; readonly displayName: string } | null
  readonly acts: readonly {
    readonly person: { readonly id: string; readonly name: string | null }
    readonly verdict: DecisionVerdict
    readonly reason: string | null
    readonly at: Date
  }[]
}

export interface DecisionFilter {
  readonly state?: DecisionState | undefined
  readonly class?: string | undefined
  readonly organisation?: string | undefined
  readonly subject?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Decisions in the order they were brought, one more than `limit`. */
export async function listDecisions(tx: Transaction, filter: DecisionFilter): Promise<DecisionView[]> {
  const rows = await tx.db
    .select({ decision, organisation: { id: organisation.id, displayName: organisation.displayName } })
    .from(decision)
    .leftJoin(organisation, eq(organisation.id, decision.organisationId))
    .where(
      and(
        shownTo(tx.principal),
        filter.after === undefined ? undefined : gt(decision.id, filter.after),
        filter.state === undefined ? undefined : eq(decision.state, filter.state),
        filter.class === undefined ? undefined : eq(decision.class, filter.class),
        filter.organisation === undefined ? undefined : eq(decision.organisationId, filter.organisation),
        filter.subject === undefined ? undefined : eq(decision.subjectId, filter.subject),
      ),
    )
    .orderBy(asc(decision.id))
    .limit(filter.limit + 1)
  return withActs(tx, rows)
}

export async function viewDecision(tx: Transaction, id: string): Promise<DecisionView | undefined> {
  const rows = await tx.db
    .select({ decision, organisation: { id: organisation.id, displayName: organisation.displayName } })
    .from(decision)
    .leftJoin(organisation, eq(organisation.id, decision.organisationId))
    .where(and(shownTo(tx.principal), eq(decision.id, id)))
  return (await withActs(tx, rows))[0]
}

/**
 * A party learns what was decided; that the agency is thinking of something would be a warning to whom it concerns. An
 * adverse measure it is asked about, and what it brought itself it knows.
 */
function shownTo(principal: Principal): SQL | undefined {
  if (ofOwnOrganisations(principal, decision.organisationId) === undefined) return undefined
  return or(
    ne(decision.state, 'proposed'),
    eq(decision.class, 'adverse'),
    principal.personId === undefined ? undefined : eq(decision.proposedBy, principal.personId),
  )
}

async function withActs(
  tx: Transaction,
  rows: readonly Pick<DecisionView, 'decision' | 'organisation'>[],
): Promise<DecisionView[]> {
  if (rows.length === 0) return []
  const acts = await tx.db
    .select({ act: decisionAct, name: person.name })
    .from(decisionAct)
    .leftJoin(person, eq(person.id, decisionAct.personId))
    .where(
      inArray(
        decisionAct.decisionId,
        rows.map((row) => row.decision.id),
      ),
    )
    .orderBy(asc(decisionAct.at), asc(decisionAct.id))
  return rows.map((row) => ({
    ...row,
    shown: row.decision.shown as unknown as Shown,
    acts: acts
      .filter(({ act }) => act.decisionId === row.decision.id)
      .map(({ act: { personId, verdict, reason, at }, name }) => ({
        person: { id: personId, name },
        verdict,
        reason,
        at,
      })),
  }))
}
