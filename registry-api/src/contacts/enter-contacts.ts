import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Contact } from './contact.ts'
import { contactRefusals } from './contact.refusals.ts'
import { contactRepository } from './contact.repository.ts'

export type NewContact = Pick<Contact, 'kind' | 'mailbox' | 'phone'>

/** Enters contacts of an organisation, unverified, in the transaction of whatever names them. Refuses `contact-kind-taken`. */
export async function enterContacts(
  tx: Transaction,
  organisationId: string,
  given: readonly NewContact[],
): Promise<Contact[]> {
  const contacts = given.map(({ kind, mailbox, phone }): Contact => ({
    id: tx.newId(),
    version: 1,
    organisationId,
    kind,
    mailbox,
    phone,
    verifiedAt: null,
    codeSha256: null,
    codeExpiresAt: null,
    codeTries: 0,
    endedAt: null,
    createdAt: tx.at,
    updatedAt: tx.at,
  }))
  await refusedByConstraint(contactRepository(tx).insert(contacts), {
    contact_kind_once: () => contactRefusals('contact-kind-taken'),
  })
  await recordChanges(
    tx,
    contacts.map(({ id, kind }) => ({
      event: 'contact.added',
      subject: { kind: 'contact', id },
      organisationId,
      data: { kind },
    })),
  )
  return contacts
}
