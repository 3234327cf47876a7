import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Operator } from './operator.ts'
import { operatorRepository } from './operator.repository.ts'

/** Enters one operator for each distinct name, as written (decisions 28). Answers their ids by name. */
export async function importOperators(
  tx: Transaction,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const operators = [...new Set(names)].map((name): Operator => ({
    id: tx.newId(),
    version: 1,
    name,
    origin: 'import',
    createdAt: tx.at,
    updatedAt: tx.at,
  }))
  await operatorRepository(tx).insert(operators)
  await recordChanges(
    tx,
    operators.map(({ id }) => ({ event: 'operator.imported', subject: { kind: 'operator', id } })),
  )
  return new Map(operators.map(({ name, id }) => [name, id]))
}
