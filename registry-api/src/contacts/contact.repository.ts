import { and, asc, eq, isNull } from 'drizzle-orm'
import { contact } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Contact, ContactChange } from './contact.ts'

export function contactRepository(tx: Transaction) {
  return {
    async listOf(organisationId: string): Promise<Contact[]> {
      return tx.db
        .select()
        .from(contact)
        .where(and(eq(contact.organisationId, organisationId), isNull(contact.endedAt)))
        .orderBy(asc(contact.id))
    },

    /** Locks the row until the end of the transaction. */
    async findForAct(id: string): Promise<Contact | undefined> {
      const [found] = await tx.db
        .select()
        .from(contact)
        .where(and(eq(contact.id, id), isNull(contact.endedAt)))
        .for('update')
      return found
    },

    async insert(contacts: readonly Contact[]): Promise<void> {
      if (contacts.length > 0) await tx.db.insert(contact).values([...contacts])
    },

    /** False where `version` is no longer the row's. */
    async change(id: string, version: number, change: ContactChange): Promise<boolean> {
      const rows = await tx.db
        .update(contact)
        .set({ ...change, version: version + 1, updatedAt: tx.at })
        .where(and(eq(contact.id, id), eq(contact.version, version)))
        .returning({ id: contact.id })
      return rows.length === 1
    },
  }
}
