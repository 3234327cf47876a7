import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { lockContact, saveContact, type Seen } from './act-on-contact.ts'
import type { Contact } from './contact.ts'
import { assertContactFits } from './contact.rules.ts'

/** Changes where the contact is reached. A new mailbox has yet to prove itself. Refuses `contact-invalid`. */
export async function changeContact(
  world: World,
  principal: Principal,
  seen: Seen,
  change: { readonly mailbox?: string | null | undefined; readonly phone?: string | null | undefined },
): Promise<Contact> {
  return world.inTransaction(principal, async (tx) => {
    const contact = await lockContact(tx, seen)
    const mailbox = change.mailbox === undefined ? contact.mailbox : change.mailbox
    const phone = change.phone === undefined ? contact.phone : change.phone
    assertContactFits(contact.kind, { mailbox, phone })
    // The code is void. When it was sent stays: by turns between two mailboxes, a stranger would get one after the other.
    const unproven = { verifiedAt: null, codeSha256: null, codeTries: 0 }
    return saveContact(
      tx,
      contact,
      'contact.changed',
      { mailbox, phone, ...(mailbox === contact.mailbox ? {} : unproven) },
      { fields: Object.keys(change).toSorted() },
    )
  })
}
