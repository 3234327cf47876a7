import type { Transaction } from '../db/transaction.ts'
import type { Operator } from './operator.ts'
import { operatorRefusals } from './operator.refusals.ts'
import { operatorRepository } from './operator.repository.ts'

/** The operator, for whoever acts on something of its. Refuses `operator-not-found`. */
export async function findOperator(tx: Transaction, id: string): Promise<Operator> {
  const operator = await operatorRepository(tx).findById(id)
  if (operator === undefined) throw operatorRefusals('operator-not-found')
  return operator
}
