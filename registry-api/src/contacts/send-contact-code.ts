import { randomInt } from 'node:crypto'
import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import { sendMail } from '../mails/send-mail.ts'
import { findOrganisation } from '../organisations/find-organisation.ts'
import type { World } from '../world.ts'
import { lockContact, saveContact, type Seen } from './act-on-contact.ts'
import type { Contact } from './contact.ts'
import { assertCodeMayBeSent, CODE_LIFE_MS } from './contact.rules.ts'

/** Mails a code to the contact; the one before no longer counts. Refuses `contact-has-no-mailbox`, `contact-code-just-sent`. */
export async function sendContactCode(world: World, principal: Principal, seen: Seen): Promise<Contact> {
  return world.inTransaction(principal, async (tx) => {
    const contact = await lockContact(tx, seen)
    assertCodeMayBeSent(contact, tx.at)
    const code = String(randomInt(100_000_000)).padStart(8, '0')
    const codeExpiresAt = new Date(tx.at.getTime() + CODE_LIFE_MS)
    const sent = await saveContact(tx, contact, 'contact.code-sent', {
      codeSha256: digestOf(code),
      codeExpiresAt,
      codeTries: 0,
    })
    const { displayName } = await findOrganisation(tx, contact.organisationId)
    await sendMail(tx, {
      template: 'contact-code',
      recipient: { kind: 'address', address: contact.mailbox },
      organisationId: sent.organisationId,
      values: { organisme: displayName, code, heure: codeExpiresAt },
      dedupeKey: `contact:${sent.id}:${sent.version}:code`,
    })
    return sent
  })
}
