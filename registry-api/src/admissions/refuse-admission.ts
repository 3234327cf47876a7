import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import type { Act } from '../step-ups/act.ts'
import { consumeStepUp } from '../step-ups/consume-step-up.ts'
import type { World } from '../world.ts'
import { applyAct, lockAdmission, type Seen } from './act-on-admission.ts'
import type { Admission } from './admission.ts'
import { tellApplicant } from './admission.mails.ts'
import { authorOfLetter } from './admission.queries.ts'
import { afterAct, assertNotClaimer } from './admission.rules.ts'
import { assertReviewer } from './assert-reviewer.ts'

/**
 * A decider who did not review it refuses, with facts, clause and next step, and their security key (class `refuse`).
 * The applicant reads all of it (M3). Refuses `claimer-cannot-refuse`, `admission-wrong-state`, `step-up-…`, and as
 * assertReviewer.
 */
export async function refuseAdmission(
  world: World,
  principal: Principal,
  seen: Seen,
  input: { readonly facts: string; readonly clause: string; readonly next: string; readonly act: Act },
): Promise<Admission> {
  const { facts, clause, next, act } = input
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    await assertReviewer(tx, admission, 'decision.refuse')
    afterAct(admission.state, 'refuse')
    assertNotClaimer(admission, principal.personId ?? '')
    const stepUpId = await consumeStepUp(tx, act)
    const refused = await applyAct(tx, admission, 'refuse', {
      event: 'admission.refused',
      change: { motive: facts, dueAt: null, waitingSince: tx.at },
      data: { motiveSha256: digestOf(facts) },
      stepUpId,
    })
    const auteur = await authorOfLetter(tx)
    await tellApplicant(tx, refused, 'M3', (objet) => ({ objet, faits: facts, clause, suite: next, auteur }))
    return refused
  })
}
