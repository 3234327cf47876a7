import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { actOnDrimbox, type DrimboxActInput } from './act-on-drimbox.ts'
import type { Drimbox } from './drimbox.ts'

/** Takes the lines of a DRIMbox off the list (level `out`) until it is restored. Refuses `drimbox-wrong-state`. */
export async function suspendDrimbox(
  world: World,
  principal: Principal,
  input: DrimboxActInput,
): Promise<Drimbox> {
  return actOnDrimbox(world, principal, input, 'suspend', 'drimbox.suspended')
}
