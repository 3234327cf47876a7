import { systemPrincipal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { isMailbox } from './delivery.rules.ts'
import { fillInAgency } from './mail-slots.ts'
import type { Agency } from './mail-values.ts'
import { mailRepository } from './mail.repository.ts'
import { findAddressees } from './recipient.queries.ts'

const WORKER = systemPrincipal('worker')

/** Finds the people of every mail that waits, as they are now, and fills in what the service says of itself. Answers how many mails it looked at. */
export async function resolveRecipients(world: World, agency: Agency): Promise<number> {
  for (let count = 0; ; count += 1) {
    const found = await world.inTransaction(WORKER, async (tx) => {
      const mails = mailRepository(tx)
      const mail = await mails.nextUnresolved()
      if (mail === undefined) return false
      const addressees = await findAddressees(tx, mail)
      await mails.insertDeliveries(
        addressees.map(({ address, personId }) => ({
          id: tx.newId(),
          mailId: mail.id,
          organisationId: mail.organisationId,
          address,
          personId,
          ...(isMailbox(address)
            ? { state: 'waiting' as const, lastErrorCode: null }
            : { state: 'refused' as const, lastErrorCode: 'address-invalid' }),
          attempts: 0,
          nextAttemptAt: tx.at,
          claimedUntil: null,
          history: [],
          sentAt: null,
          createdAt: tx.at,
          updatedAt: tx.at,
        })),
      )
      await mails.change(mail.id, {
        state: addressees.length === 0 ? 'nobody' : 'resolved',
        body: fillInAgency(mail.body, agency),
      })
      return true
    })
    if (!found) return count
  }
}
