import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { applyAct, lockAdmission, type Seen } from './act-on-admission.ts'
import type { Admission } from './admission.ts'
import { assertReviewer } from './assert-reviewer.ts'

/** One person of the agency takes the review upon them. Of two at the same second, one does. Refuses as assertReviewer. */
export async function claimAdmission(world: World, principal: Principal, seen: Seen): Promise<Admission> {
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    await assertReviewer(tx, admission, 'admission.review')
    return applyAct(tx, admission, 'claim', {
      event: 'admission.claimed',
      change: { claimedBy: principal.personId ?? null },
    })
  })
}
