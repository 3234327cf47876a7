import { systemPrincipal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { hideSecrets } from './mail-slots.ts'
import { mailRepository } from './mail.repository.ts'

// The longest life of a secret that goes by mail is seven days (an invitation); a day more for a late mail server.
const KEPT_MS = 8 * 24 * 3_600_000
const AT_ONCE = 500

/** Takes the secrets out of mails that never left: they open nothing any more. Answers how many. */
export async function eraseOldSecrets(world: World): Promise<number> {
  return world.inTransaction(systemPrincipal('worker'), async (tx) => {
    const mails = mailRepository(tx)
    const found = await mails.withSecretsBefore(new Date(tx.at.getTime() - KEPT_MS), AT_ONCE)
    for (const { id, body } of found) await mails.change(id, { body: hideSecrets(body) })
    return found.length
  })
}
