import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { lockContact, saveContact, type Seen } from './act-on-contact.ts'
import type { Contact } from './contact.ts'
import { contactRefusals } from './contact.refusals.ts'
import { isCode } from './contact.rules.ts'

/**
 * The code that was mailed to the contact proves that somebody reads there. A wrong one is counted, and told as wrong
 * whatever the reason: `contact-code-wrong`.
 */
export async function verifyContact(
  world: World,
  principal: Principal,
  seen: Seen,
  code: string,
): Promise<Contact> {
  const verified = await world.inTransaction(principal, async (tx) => {
    const contact = await lockContact(tx, seen)
    if (isCode(contact, digestOf(code), tx.at))
      return saveContact(tx, contact, 'contact.verified', {
        verifiedAt: tx.at,
        codeSha256: null,
        codeExpiresAt: null,
        codeTries: 0,
      })
    // The try is kept, so the transaction has to end well.
    await saveContact(tx, contact, 'contact.code-failed', { codeTries: contact.codeTries + 1 })
    return undefined
  })
  if (verified === undefined) throw contactRefusals('contact-code-wrong')
  return verified
}
