import type { Principal } from '../db/principal.ts'
import { findOrganisation } from '../organisations/find-organisation.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import type { Contact } from './contact.ts'
import { contactRepository } from './contact.repository.ts'

/** Contacts of an organisation, for its own people and the agency. Refuses `organisation-not-found`, `right-missing`. */
export async function listContacts(
  world: World,
  principal: Principal,
  organisationId: string,
): Promise<Contact[]> {
  return world.inTransaction(
    principal,
    async (tx) => {
      await findOrganisation(tx, organisationId)
      assertMayRead(principal, 'org.read', organisationId)
      return contactRepository(tx).listOf(organisationId)
    },
    { readOnly: true },
  )
}
