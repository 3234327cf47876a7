import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import { assertNameIsFree } from '../organisations/assert-name-is-free.ts'
import { rightRefusals } from '../rights/right.refusals.ts'
import type { World } from '../world.ts'
import type { Admission, AdmissionForm } from './admission.ts'
import { admissionRefusals } from './admission.refusals.ts'
import { admissionRepository } from './admission.repository.ts'

/** Nobody enters more organisations than that at a time. */
export const OPEN_ADMISSIONS_MAX = 5

/**
 * Opens a draft, with whatever is known so far. Anybody who is signed in may; a SIREN that is known here changes nothing
 * in the answer (tell-bearers-of-siren.ts). Refuses `display-name-too-close`, `admission-too-many`.
 */
export async function openAdmission(
  world: World,
  principal: Principal,
  form: AdmissionForm,
): Promise<Admission> {
  const { personId } = principal
  if (principal.kind !== 'person' || personId === undefined)
    throw rightRefusals('right-missing', { permission: 'admission.write' })
  return world.inTransaction(principal, async (tx) => {
    const admissions = admissionRepository(tx)
    if ((await admissions.countOpen(personId)) >= OPEN_ADMISSIONS_MAX)
      throw admissionRefusals('admission-too-many', { atMost: OPEN_ADMISSIONS_MAX })
    if (form.displayName !== undefined) await assertNameIsFree(tx, form.displayName)
    const admission: Admission = {
      id: tx.newId(),
      version: 1,
      authorId: personId,
      state: 'draft',
      form,
      claimedBy: null,
      asked: null,
      motive: null,
      waitingSince: tx.at,
      dueAt: null,
      remindedAt: null,
      submittedAt: null,
      organisationId: null,
      createdAt: tx.at,
      updatedAt: tx.at,
    }
    await admissions.insert(admission)
    await recordChanges(tx, [
      {
        event: 'admission.opened',
        subject: { kind: 'admission', id: admission.id },
        to: admission.state,
        data: { fields: Object.keys(form).toSorted() },
      },
    ])
    return admission
  })
}
