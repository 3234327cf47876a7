import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { actOnDrimbox, type DrimboxActInput } from './act-on-drimbox.ts'
import type { Drimbox } from './drimbox.ts'

/** Ends a suspension: the DRIMbox is what it was before, at its old rank. Refuses `drimbox-wrong-state`. */
export async function restoreDrimbox(
  world: World,
  principal: Principal,
  input: DrimboxActInput,
): Promise<Drimbox> {
  return actOnDrimbox(world, principal, input, 'restore', 'drimbox.restored')
}
