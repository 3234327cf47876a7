import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { actOnDrimbox, type DrimboxActInput } from './act-on-drimbox.ts'
import type { Drimbox } from './drimbox.ts'
import { drimboxRepository } from './drimbox.repository.ts'

/**
 * Takes a DRIMbox off the list for good and burns its number. Refuses `drimbox-wrong-state`.
 *
 * Absence is the only withdrawal the format knows, and exam reports keep a host name for years: its names are
 * therefore never given to another, or old links would reach it.
 */
export async function withdrawDrimbox(
  world: World,
  principal: Principal,
  input: DrimboxActInput,
): Promise<Drimbox> {
  return actOnDrimbox(world, principal, input, 'withdraw', 'drimbox.withdrawn', (tx, box) =>
    drimboxRepository(tx).burnNumber(box),
  )
}
