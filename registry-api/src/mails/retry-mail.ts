import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { mailRefusals } from './mail.refusals.ts'
import { mailRepository } from './mail.repository.ts'
import { hasSecret } from './mail-slots.ts'
import { carriesSecret } from './mail-values.ts'

/**
 * Sends again what was given up, and looks again for recipients where there was nobody.
 * Nobody of the agency does so for an organisation of their own. Refuses `mail-not-found`, `mail-not-given-up`, `mail-secret-gone`.
 */
export async function retryMail(world: World, principal: Principal, id: string): Promise<void> {
  assertMay(principal, 'mail.retry')
  await world.inTransaction(principal, async (tx) => {
    const mails = mailRepository(tx)
    const mail = await mails.find(id)
    if (mail === undefined) throw mailRefusals('mail-not-found')
    if (mail.organisationId !== null) assertMay(principal, 'mail.retry', mail.organisationId)
    if (carriesSecret(mail.template) && !hasSecret(mail.body)) throw mailRefusals('mail-secret-gone')
    const from = mail.state === 'nobody' ? 'nobody' : 'given-up'
    if (mail.state === 'nobody') await mails.change(id, { state: 'waiting' })
    else if ((await mails.askAgain(id)) === 0) throw mailRefusals('mail-not-given-up')
    await recordChanges(tx, [
      {
        event: 'mail.retried',
        subject: { kind: 'mail', id },
        organisationId: mail.organisationId,
        from,
        to: 'waiting',
        data: { template: mail.template },
      },
    ])
  })
}
