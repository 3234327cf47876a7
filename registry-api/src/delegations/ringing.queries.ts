import { sql, type SQL } from 'drizzle-orm'

/** How long an operator has to bring the next one (procedures 2.3). */
const RENEWED_WITHIN_DAYS = 30

/**
 * Delegations that have ended and that nothing has followed: no other one of the same facility is active, and a DRIMbox
 * that it covered is still there. Rows for the to-do list (requests/request.queries.ts).
 */
export function ringingDelegations(): SQL {
  const since = sql`CASE delegation.state WHEN 'expired'
      THEN (delegation.valid_until + 1)::timestamp AT TIME ZONE 'Europe/Paris' ELSE delegation.waiting_since END`
  return sql`
    SELECT 'delegation', delegation.id, delegation.state, 'delegation', delegation.id, NULL, 'ended'::text,
           delegation.organisation_id, NULL, NULL::uuid, NULL::uuid, ${since}, 'party',
           ${since} + ${`${RENEWED_WITHIN_DAYS} days`}::interval
      FROM delegation
     WHERE delegation.state IN ('expired', 'revoked')
       AND delegation.checked_by IS NOT NULL
       AND NOT EXISTS (SELECT FROM delegation AS next
                        WHERE next.organisation_id = delegation.organisation_id AND next.state = 'active'
                          AND (next.finess = delegation.finess OR next.siret = delegation.siret))
       AND EXISTS (SELECT FROM drimbox
                    WHERE drimbox.organisation_id = delegation.organisation_id AND drimbox.state <> 'withdrawn'
                      AND (NOT EXISTS (SELECT FROM delegation_drimbox WHERE delegation_id = delegation.id)
                           OR EXISTS (SELECT FROM delegation_drimbox
                                       WHERE delegation_id = delegation.id AND drimbox_id = drimbox.id)))`
}
