import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { applyAct, lockAdmission, type Seen } from './act-on-admission.ts'
import type { Admission } from './admission.ts'
import { tellApplicant } from './admission.mails.ts'
import { DAY_MS } from './admission.rules.ts'
import { assertReviewer } from './assert-reviewer.ts'

/** Sends the request back with a list of what is missing; the agency's time stands still. Refuses as assertReviewer. */
export async function askPieces(
  world: World,
  principal: Principal,
  seen: Seen,
  input: { readonly missing: readonly string[]; readonly motive: string; readonly days: number },
): Promise<Admission> {
  const { missing, motive, days } = input
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    await assertReviewer(tx, admission, 'admission.review')
    const dueAt = new Date(tx.at.getTime() + days * DAY_MS)
    const asked = await applyAct(tx, admission, 'ask-pieces', {
      event: 'admission.pieces-asked',
      change: { asked: missing, motive, dueAt, waitingSince: tx.at, remindedAt: null },
      data: { count: missing.length, motiveSha256: digestOf(motive), dueAt: dueAt.toISOString() },
    })
    await tellApplicant(tx, asked, 'M2', (objet) => ({
      objet,
      liste: missing,
      motif: motive,
      echeance: dueAt,
    }))
    return asked
  })
}
