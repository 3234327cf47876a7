import { systemPrincipal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { World } from '../world.ts'
import { applyAct } from './act-on-admission.ts'
import type { Admission } from './admission.ts'
import { tellApplicant } from './admission.mails.ts'
import { admissionRepository } from './admission.repository.ts'
import { isReminderDue } from './admission.rules.ts'

const WORKER = systemPrincipal('worker')

/** Closes what its applicant has not completed in time, and reminds the others at half of it. Answers how many. */
export async function lapseAdmissions(world: World): Promise<number> {
  const ids = await world.inTransaction(WORKER, (tx) => admissionRepository(tx).idsIncomplete(), {
    readOnly: true,
  })
  let changed = 0
  // One transaction each: a long run holds no lock on what is not its turn.
  for (const id of ids) if (await world.inTransaction(WORKER, (tx) => lapseOrRemind(tx, id))) changed += 1
  return changed
}

async function lapseOrRemind(tx: Transaction, id: string): Promise<boolean> {
  const admission = await admissionRepository(tx).findForAct(id)
  if (admission?.state !== 'incomplete' || admission.dueAt === null) return false
  if (tx.at >= admission.dueAt) {
    await lapse(tx, admission)
    return true
  }
  if (!isReminderDue(admission, tx.at)) return false
  await remind(tx, admission, admission.dueAt)
  return true
}

async function lapse(tx: Transaction, admission: Admission): Promise<void> {
  const lapsed = await applyAct(tx, admission, 'lapse', {
    event: 'admission.lapsed',
    change: { dueAt: null, waitingSince: tx.at },
  })
  await tellApplicant(tx, lapsed, 'request-lapsed', (objet) => ({
    objet,
    motif: 'les éléments demandés ne sont pas parvenus à temps',
  }))
}

async function remind(tx: Transaction, admission: Admission, dueAt: Date): Promise<void> {
  const reminded = await applyAct(tx, admission, 'change', {
    event: 'admission.reminded',
    change: { remindedAt: tx.at },
  })
  await tellApplicant(tx, reminded, 'completion-reminder', (objet) => ({ objet, echeance: dueAt }))
}
