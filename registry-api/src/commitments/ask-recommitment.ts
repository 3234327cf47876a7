import { systemPrincipal } from '../db/principal.ts'
import { sendMail } from '../mails/send-mail.ts'
import { startOfDayInParis } from '../paris-days.ts'
import type { World } from '../world.ts'
import { owingRecommitment, recommitmentKey } from './recommitment.queries.ts'

const WORKER = systemPrincipal('worker')

/**
 * Tells each organisation that is bound by an older version of its text which one to sign, and by when: once for each
 * version. Nothing changes by it, and nothing does when the day has passed: the queue rings.
 */
export async function askRecommitment(world: World): Promise<number> {
  return world.inTransaction(WORKER, async (tx) => {
    const owing = await owingRecommitment(tx)
    for (const { commitmentId, organisationId, text } of owing)
      await sendMail(tx, {
        template: 'recommitment-asked',
        recipient: { kind: 'organisation', id: organisationId },
        values: { document: text.title, version: text.label, echeance: startOfDayInParis(text.recommitBy) },
        dedupeKey: recommitmentKey(commitmentId, text.id),
      })
    return owing.length
  })
}
