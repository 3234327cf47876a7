import type { Principal } from '../db/principal.ts'
import { findOrganisation } from '../organisations/find-organisation.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import type { Contact } from './contact.ts'
import { assertContactFits } from './contact.rules.ts'
import { enterContacts, type NewContact } from './enter-contacts.ts'

/** Adds a contact of a kind that is missing. Refuses `organisation-not-found`, `contact-invalid`, `contact-kind-taken`. */
export async function addContact(
  world: World,
  principal: Principal,
  organisationId: string,
  given: NewContact,
): Promise<Contact> {
  return world.inTransaction(principal, async (tx) => {
    await findOrganisation(tx, organisationId)
    assertMay(principal, 'contact.edit', organisationId)
    assertContactFits(given.kind, given)
    const [contact] = await enterContacts(tx, organisationId, [given])
    return contact!
  })
}
