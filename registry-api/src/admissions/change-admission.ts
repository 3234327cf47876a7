import type { Principal } from '../db/principal.ts'
import { assertNameIsFree } from '../organisations/assert-name-is-free.ts'
import type { World } from '../world.ts'
import { applyAct, assertAuthor, lockAdmission, type Seen } from './act-on-admission.ts'
import type { Admission, AdmissionForm } from './admission.ts'

/** A field that is given replaces what stood there; null empties it. */
export type FormChange = { readonly [Name in keyof AdmissionForm]?: AdmissionForm[Name] | null }

/** Fills in a draft, field by field. Refuses `admission-wrong-state` once submitted, `display-name-too-close`. */
export async function changeAdmission(
  world: World,
  principal: Principal,
  seen: Seen,
  change: FormChange,
): Promise<Admission> {
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    assertAuthor(tx, admission)
    if (change.displayName != null) await assertNameIsFree(tx, change.displayName)
    return applyAct(tx, admission, 'change', {
      event: 'admission.changed',
      change: { form: merge(admission.form, change) },
      data: { fields: Object.keys(change).toSorted() },
    })
  })
}

function merge(form: AdmissionForm, change: FormChange): AdmissionForm {
  const entries = Object.entries({ ...form, ...change }).filter(([, value]) => value != null)
  return Object.fromEntries(entries)
}
