import { z } from 'zod'
import type { DecisionEffects } from '../decisions/decision.ts'
import { AGENCY_ROLES } from '../rights/roles.ts'
import { lockMembership } from './act-on-membership.ts'
import { applyPlace, assertPlaceFits } from './change-membership.ts'

const Payload = z.object({ roles: z.array(z.enum(AGENCY_ROLES)), until: z.iso.datetime().nullable() })

/** What the second administrator's word does to a membership of the agency. */
export const membershipEffects: DecisionEffects = {
  async 'membership.change'(tx, decision) {
    const { roles, until } = Payload.parse(decision.payload)
    const place = { roles, until: until === null ? null : new Date(until) }
    const at = await lockMembership(tx, { id: decision.subjectId, version: decision.subjectVersion })
    assertPlaceFits(tx, at, place)
    await applyPlace(tx, at.membership, place, decision.id)
  },
}
