import { sql } from 'drizzle-orm'
import { ringingCommitments } from '../commitments/ringing.queries.ts'
import type { Transaction } from '../db/transaction.ts'
import { ringingDelegations } from '../delegations/ringing.queries.ts'

/** What waits for somebody: a step of a noun, or a decision that needs a second person. Computed, never stored. */
export interface RequestView {
  readonly kind: 'admission' | 'commitment' | 'delegation' | 'decision'
  readonly id: string
  readonly state: string
  readonly subjectKind: string
  readonly subjectId: string
  /** Decisions only. */
  readonly class: string | null
  /** Of a decision; else what rings (ringing.queries.ts of a noun), null for a step of its own. */
  readonly event: string | null
  readonly organisationId: string | null
  /** Of the organisation, or of the one that asks to become one. */
  readonly organisationName: string | null
  readonly turn: 'AI' | 'AD' | 'AA' | 'party'
  readonly claimedBy: string | null
  readonly claimedByName: string | null
  readonly isMine: boolean
  readonly since: Date
  readonly dueAt: Date
}

export interface RequestFilter {
  readonly kind?: RequestView['kind'] | undefined
  readonly turn?: 'agency' | 'party' | undefined
  readonly organisation?: string | undefined
  readonly mine?: boolean | undefined
  readonly dueBefore?: Date | undefined
  readonly after?: { readonly dueAt: Date; readonly id: string } | undefined
  readonly limit: number
}

/** The answer is due this long after it became the agency's turn, where the row itself does not say (procedures 2.1). */
const ANSWER_WITHIN_HOURS = 45 * 24

/**
 * All that waits, the most urgent first, one more than `limit`. Row security shows the agency everything and a party its
 * own; `sees.decisions`: a proposal is the agency's affair until it is decided, but an adverse measure waits for the
 * observations of the party.
 */
export async function listRequests(
  tx: Transaction,
  filter: RequestFilter,
  sees: { readonly decisions: boolean },
): Promise<RequestView[]> {
  const within = sql.raw(`interval '${ANSWER_WITHIN_HOURS} hours'`)
  const me = tx.principal.personId ?? null
  const noDecisionWaits = (kind: string, id: string) => sql`NOT EXISTS (
    SELECT FROM decision WHERE subject_kind = ${kind} AND subject_id = ${sql.raw(id)}
       AND state IN ('proposed', 'observations'))`
  const states = sees.decisions ? sql`('proposed', 'observations', 'to-confirm')` : sql`('observations')`
  const rows = await tx.db.execute<Row>(sql`
    WITH waiting AS (
      SELECT 'admission' AS kind, id, state, 'admission' AS subject_kind, id AS subject_id, NULL AS class, NULL AS event,
             organisation_id, display_name AS name, claimed_by, author_id AS person_id, waiting_since AS since,
             CASE state WHEN 'incomplete' THEN 'party' ELSE 'AI' END AS turn,
             coalesce(due_at, waiting_since + ${within}) AS due_at
        FROM admission
       WHERE state IN ('incomplete', 'submitted', 'under-review') AND ${noDecisionWaits('admission', 'admission.id')}
      UNION ALL
      SELECT 'commitment', id, state, 'commitment', id, NULL, NULL, organisation_id, NULL, claimed_by, submitted_by,
             waiting_since, CASE state WHEN 'draft' THEN 'party' ELSE 'AI' END, waiting_since + ${within}
        FROM commitment
       WHERE state IN ('draft', 'submitted', 'under-review') AND ${noDecisionWaits('commitment', 'commitment.id')}
      UNION ALL
      SELECT 'delegation', id, state, 'delegation', id, NULL, NULL, organisation_id, NULL, NULL, NULL, waiting_since, 'AI',
             waiting_since + ${within}
        FROM delegation
       WHERE state = 'declared'
      UNION ALL
      ${ringingCommitments(tx)}
      UNION ALL
      ${ringingDelegations()}
      UNION ALL
      SELECT 'decision', id, state, subject_kind, subject_id, class, event, organisation_id, NULL, NULL, proposed_by,
             created_at, CASE WHEN state = 'observations' THEN 'party' WHEN class = 'identity' THEN 'AA' ELSE 'AD' END,
             coalesce(CASE state WHEN 'observations' THEN observations_until ELSE coalesce(confirm_by, expires_at) END,
                      created_at + ${within})
        FROM decision
       WHERE state IN ${states})
    SELECT waiting.*, coalesce(organisation.display_name, waiting.name) AS organisation_name,
           claimer.name AS claimed_by_name, coalesce(waiting.person_id = ${me}::uuid, false) AS is_mine
      FROM waiting
      LEFT JOIN organisation ON organisation.id = waiting.organisation_id
      LEFT JOIN person AS claimer ON claimer.id = waiting.claimed_by
     WHERE true ${conditions(filter, me)}
     ORDER BY waiting.due_at, waiting.id
     LIMIT ${filter.limit + 1}`)
  return [...rows].map(toView)
}

function conditions(filter: RequestFilter, me: string | null) {
  const parts = []
  if (filter.kind !== undefined) parts.push(sql`waiting.kind = ${filter.kind}`)
  if (filter.turn !== undefined) parts.push(sql`(waiting.turn = 'party') = ${filter.turn === 'party'}`)
  if (filter.organisation !== undefined)
    parts.push(sql`waiting.organisation_id = ${filter.organisation}::uuid`)
  if (filter.dueBefore !== undefined)
    parts.push(sql`waiting.due_at < ${filter.dueBefore.toISOString()}::timestamptz`)
  if (filter.mine !== undefined)
    parts.push(
      sql`coalesce(waiting.person_id = ${me}::uuid OR waiting.claimed_by = ${me}::uuid, false) = ${filter.mine}`,
    )
  if (filter.after !== undefined)
    parts.push(
      sql`(waiting.due_at, waiting.id) > (${filter.after.dueAt.toISOString()}::timestamptz, ${filter.after.id}::uuid)`,
    )
  return sql.join(
    parts.map((part) => sql` AND ${part}`),
    sql``,
  )
}

interface Row extends Record<string, unknown> {
  readonly kind: RequestView['kind']
  readonly id: string
  readonly state: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly class: string | null
  readonly event: string | null
  readonly organisation_id: string | null
  readonly organisation_name: string | null
  readonly turn: RequestView['turn']
  readonly claimed_by: string | null
  readonly claimed_by_name: string | null
  readonly is_mine: boolean
  readonly since: Date | string
  readonly due_at: Date | string
}

const toView = (row: Row): RequestView => ({
  kind: row.kind,
  id: row.id,
  state: row.state,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  class: row.class,
  event: row.event,
  organisationId: row.organisation_id,
  organisationName: row.organisation_name,
  turn: row.turn,
  claimedBy: row.claimed_by,
  claimedByName: row.claimed_by_name,
  isMine: row.is_mine,
  since: new Date(row.since),
  dueAt: new Date(row.due_at),
})
