import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { applyAct, assertAuthor, lockAdmission, type Seen } from './act-on-admission.ts'
import type { Admission } from './admission.ts'
import { tellApplicant } from './admission.mails.ts'

/** Its author takes the request back, in any open state. Refuses `admission-wrong-state`. */
export async function abandonAdmission(
  world: World,
  principal: Principal,
  seen: Seen,
  input: { readonly reason?: string | undefined },
): Promise<Admission> {
  const { reason } = input
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    assertAuthor(tx, admission)
    const abandoned = await applyAct(tx, admission, 'abandon', {
      event: 'admission.abandoned',
      change: { dueAt: null, waitingSince: tx.at },
      ...(reason === undefined ? {} : { data: { reasonSha256: digestOf(reason) } }),
    })
    await tellApplicant(tx, abandoned, 'request-lapsed', (objet) => ({
      objet,
      motif: reason ?? 'abandon par son auteur',
    }))
    return abandoned
  })
}
