import { recordChanges } from '../audit/record-changes.ts'
import { systemPrincipal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { instanceRepository } from './instance.repository.ts'
import { assertSameInstance } from './trust-space.rules.ts'
import type { Identity } from './trust-space.ts'

/**
 * Writes at the first start which trust space this database is of, and holds every later start to it.
 * Refuses `instance-differs`.
 */
export async function initialiseInstance(world: World, configured: Identity): Promise<void> {
  const known = await world.inTransaction(systemPrincipal('start'), async (tx) => {
    const instances = instanceRepository(tx)
    const found = await instances.find()
    if (found !== undefined) return found
    const epoch = tx.newId()
    await instances.insert({ ...configured, epoch })
    await recordChanges(tx, [
      { event: 'instance.initialised', subject: { kind: 'instance', id: epoch }, data: { ...configured } },
    ])
    return instances.find()
  })
  if (known !== undefined) assertSameInstance(known, configured)
}
