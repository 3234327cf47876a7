import type { Principal } from '../db/principal.ts'
import { assertNameIsFree } from '../organisations/assert-name-is-free.ts'
import type { World } from '../world.ts'
import { applyAct, assertAuthor, lockAdmission, type Seen } from './act-on-admission.ts'
import type { Admission } from './admission.ts'
import { tellApplicant } from './admission.mails.ts'
import { admissionRepository } from './admission.repository.ts'
import { afterAct, ANSWER_WITHIN_MS, assertComplete, countedFrom } from './admission.rules.ts'
import type { Space } from './pieces.ts'

/**
 * Hands the request to the agency, whole. What is missing is told all at once (`admission-incomplete`); refuses
 * `display-name-too-close` as well, for names are taken meanwhile.
 */
export async function submitAdmission(
  world: World & { readonly space: Space },
  principal: Principal,
  seen: Seen,
): Promise<Admission> {
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    assertAuthor(tx, admission)
    afterAct(admission.state, 'submit')
    assertComplete(admission.form, await admissionRepository(tx).piecesOf(admission.id), world.space)
    await assertNameIsFree(tx, admission.form.displayName)
    const submittedAt = countedFrom(admission, tx.at)
    const dueAt = new Date(submittedAt.getTime() + ANSWER_WITHIN_MS)
    const submitted = await applyAct(tx, admission, 'submit', {
      event: 'admission.submitted',
      change: {
        submittedAt,
        dueAt,
        waitingSince: tx.at,
        asked: null,
        motive: null,
        remindedAt: null,
        claimedBy: null,
      },
    })
    await tellApplicant(tx, submitted, 'M1', (objet) => ({ objet, date: tx.at, echeance: dueAt }))
    return submitted
  })
}
