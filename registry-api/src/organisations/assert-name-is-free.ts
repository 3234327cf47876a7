import type { Transaction } from '../db/transaction.ts'
import { fieldFault } from '../field-faults.ts'
import { organisationRefusals } from './organisation.refusals.ts'
import { organisationRepository } from './organisation.repository.ts'

/**
 * No other organisation bears a name that could be taken for this one. Displayed names are public: the answer tells
 * nobody anything new. Refuses `display-name-too-close`, at the field.
 */
export async function assertNameIsFree(tx: Transaction, name: string, own?: string): Promise<void> {
  if (await organisationRepository(tx).isNameTaken(name, own)) throw nameTooClose(name)
}

/** The same, told by a constraint of the database to the second of two who come at once. */
export function nameTooClose(name: string): Error {
  return organisationRefusals('display-name-too-close', { name }, [
    fieldFault('/displayName', 'display-name-too-close'),
  ])
}
