import type { AuditEventName } from '../audit/audit.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Contact, ContactChange } from './contact.ts'
import { contactRefusals } from './contact.refusals.ts'
import { contactRepository } from './contact.repository.ts'

/** Which row, and the version of it that the actor has read. */
export interface Seen {
  readonly id: string
  readonly version: number
}

/** The row, locked, for an administrator of its organisation. Throws `contact-not-found`, `right-missing`, StaleVersion. */
export async function lockContact(tx: Transaction, { id, version }: Seen): Promise<Contact> {
  const found = await contactRepository(tx).findForAct(id)
  if (found === undefined) throw contactRefusals('contact-not-found')
  assertMay(tx.principal, 'contact.edit', found.organisationId)
  if (found.version !== version) throw new StaleVersion(found.version)
  return found
}

/** Writes to a locked row, and tells the audit: names of fields, never what stands in them. */
export async function saveContact(
  tx: Transaction,
  contact: Contact,
  event: AuditEventName,
  change: ContactChange,
  data: Readonly<Record<string, unknown>> = {},
): Promise<Contact> {
  if (!(await contactRepository(tx).change(contact.id, contact.version, change)))
    throw new StaleVersion(contact.version + 1)
  await recordChanges(tx, [
    {
      event,
      subject: { kind: 'contact', id: contact.id },
      organisationId: contact.organisationId,
      data: { kind: contact.kind, ...data },
    },
  ])
  return { ...contact, ...change, version: contact.version + 1, updatedAt: tx.at }
}
