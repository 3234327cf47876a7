import type { World } from '../world.ts'
import { closeObservations, expireDecisions, ringUnconfirmed } from './end-decisions.ts'

/** What time does to decisions; the worker runs it (worker/periodic-work.ts). */
export const periodicDecisions: readonly {
  readonly name: string
  run(world: World): Promise<number>
}[] = [
  { name: 'expire-decisions', run: expireDecisions },
  { name: 'close-observations', run: closeObservations },
  { name: 'ring-unconfirmed', run: ringUnconfirmed },
]
