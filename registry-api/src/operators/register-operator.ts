import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import type { Operator } from './operator.ts'
import { operatorRefusals } from './operator.refusals.ts'
import { operatorRepository } from './operator.repository.ts'
import { assertNameIsFree } from './operator.rules.ts'

/** Enters an operator by hand. Refuses `operator-name-taken`. */
export async function registerOperator(
  world: World,
  principal: Principal,
  input: { readonly name: string },
): Promise<Operator> {
  const { name } = input
  return world.inTransaction(principal, async (tx) => {
    const operators = operatorRepository(tx)
    assertNameIsFree(name, await operators.findByName(name))
    const operator: Operator = {
      id: tx.newId(),
      version: 1,
      name,
      origin: 'registration',
      createdAt: tx.at,
      updatedAt: tx.at,
    }
    await refusedByConstraint(operators.insert([operator]), {
      operator_name_once: () => operatorRefusals('operator-name-taken', { name }),
    })
    await recordChanges(tx, [
      { event: 'operator.registered', subject: { kind: 'operator', id: operator.id } },
    ])
    return operator
  })
}
