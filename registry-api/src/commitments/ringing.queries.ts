import { sql, type SQL } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import { dayInParis } from '../paris-days.ts'

/** An import stands for an organisation that never signed: it is reminded of after this long (procedures 5). */
const ADOPTED_WITHIN_DAYS = 180

/**
 * What time has made due of commitments, and changes nothing by itself: rows for the to-do list
 * (requests/request.queries.ts says which columns, in which order).
 */
export function ringingCommitments(tx: Transaction): SQL {
  const today = sql`${dayInParis(tx.at)}::date`
  const live = sql`commitment.state IN ('active', 'frozen', 'out', 'notice', 'winding-down')`
  const ring = (event: string, since: SQL, turn: SQL, due: SQL) => sql`
    SELECT 'commitment', commitment.id, commitment.state, 'commitment', commitment.id, NULL, ${event}::text,
           commitment.organisation_id, NULL, NULL::uuid, NULL::uuid, ${since}, ${turn}, ${due}`
  const startOf = (day: SQL) => sql`(${day})::timestamp AT TIME ZONE 'Europe/Paris'`
  const pastEnd = startOf(sql`commitment.ends_on + 1`)
  const adopted = sql`commitment.activated_at + ${`${ADOPTED_WITHIN_DAYS} days`}::interval`
  return sql`
    ${ring('end-passed', pastEnd, sql`'AI'`, pastEnd)}
      FROM commitment
     WHERE ${live} AND commitment.ends_on < ${today}
       AND NOT EXISTS (SELECT FROM decision WHERE subject_id = commitment.id AND state IN ('proposed', 'observations'))
    UNION ALL
    ${ring(
      'recommitment',
      sql`text.updated_at`,
      sql`CASE WHEN text.recommit_by < ${today} THEN 'AI' ELSE 'party' END`,
      startOf(sql`text.recommit_by + 1`),
    )}
      FROM commitment
      JOIN reference_document AS text ON text.code = commitment.kind AND text.state = 'official'
     WHERE ${live} AND commitment.reference_document_id <> text.id AND text.recommit_by IS NOT NULL
       -- Signed again already: it is somebody else's turn, and that has a row of its own.
       AND NOT EXISTS (SELECT FROM commitment AS next WHERE next.organisation_id = commitment.organisation_id
                          AND next.reference_document_id = text.id
                          AND next.state IN ('submitted', 'under-review', 'signed'))
    UNION ALL
    ${ring('held-back', startOf(sql`commitment.effective_on`), sql`'AI'`, startOf(sql`commitment.effective_on`))}
      FROM commitment
     WHERE commitment.state = 'signed' AND commitment.effective_on <= ${today}
       AND EXISTS (SELECT FROM commitment AS former
                    WHERE former.organisation_id = commitment.organisation_id
                      -- As isHeldBack says it.
                      AND (former.state = 'out'
                           OR former.state = 'frozen' AND former.waiting_since >= commitment.signed_at
                           OR former.state IN ('notice', 'winding-down')
                              AND former.notice_given_at >= commitment.signed_at))
    UNION ALL
    ${ring('import-not-adopted', adopted, sql`'AI'`, adopted)}
      FROM commitment
     WHERE ${live} AND commitment.kind = 'import' AND ${adopted} <= ${tx.at.toISOString()}::timestamptz`
}
