import { CHAIN_START, chainHash } from '../../registry-api/src/audit/chain.ts'
import { connect } from './test-database.ts'

/** Computes the whole chain anew, as a superuser with our source would after a change. */
export async function rechain(superuserUrl: string): Promise<void> {
  const sql = connect(superuserUrl)
  try {
    await sql`SET session_replication_role = replica`
    const rows = await sql`SELECT * FROM audit_event ORDER BY seq`
    let previous = CHAIN_START
    for (const row of rows) {
      previous = chainHash(previous, {
        seq: Number(row['seq']),
        id: row['id'] as string,
        at: (row['at'] as Date).toISOString(),
        actorKind: row['actor_kind'] as string,
        actorId: row['actor_id'] as string,
        onBehalfOf: row['on_behalf_of'] as string | null,
        organisationId: row['organisation_id'] as string | null,
        event: row['event'] as string,
        subjectKind: row['subject_kind'] as string,
        subjectId: row['subject_id'] as string,
        fromState: row['from_state'] as string | null,
        toState: row['to_state'] as string | null,
        data: row['data'] as Record<string, unknown>,
        decisionId: row['decision_id'] as string | null,
        stepUpId: row['step_up_id'] as string | null,
        requestId: row['request_id'] as string | null,
      })
      await sql`UPDATE audit_event SET hash = ${previous} WHERE seq = ${row['seq'] as string}`
    }
    await sql`UPDATE audit_head SET hash = ${previous}`
  } finally {
    await sql.end()
  }
}
