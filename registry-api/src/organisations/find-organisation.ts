import type { Transaction } from '../db/transaction.ts'
import type { Organisation } from './organisation.ts'
import { organisationRefusals } from './organisation.refusals.ts'
import { organisationRepository } from './organisation.repository.ts'

/** The organisation, for whoever acts on something of its. Refuses `organisation-not-found`. */
export async function findOrganisation(tx: Transaction, id: string): Promise<Organisation> {
  const organisation = await organisationRepository(tx).findById(id)
  if (organisation === undefined) throw organisationRefusals('organisation-not-found')
  return organisation
}
