import { systemPrincipal } from '../db/principal.ts'
import { sendMail } from '../mails/send-mail.ts'
import type { World } from '../world.ts'
import { askedAgain, sirenKey } from './admission.queries.ts'

/**
 * Tells an organisation that somebody asks to enter under its SIREN. It is the worker that looks, not the request: the
 * answer to a newcomer is the same to the byte and takes the same time, whether the SIREN is known here or not
 * (procedures 12, example 37). Answers how many open requests there are; of each person it is told once.
 */
export async function tellBearersOfSiren(world: World): Promise<number> {
  return world.inTransaction(systemPrincipal('worker'), async (tx) => {
    const found = await askedAgain(tx)
    for (const { authorId, organisationId, siren, createdAt } of found) {
      await sendMail(tx, {
        template: 'siren-asked-again',
        recipient: { kind: 'organisation', id: organisationId },
        values: { date: createdAt, siren },
        dedupeKey: sirenKey(authorId, siren),
      })
    }
    return found.length
  })
}
