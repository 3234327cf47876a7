import type { World } from '../world.ts'
import { closeObservations, expireDecisions, ringUnconfirmed, voidMovedDecisions } from './end-decisions.ts'

/** What time does to decisions; the worker runs it (worker/periodic-work.ts). */
export const periodicDecisions: readonly {
  readonly name: string
  run(world: World): Promise<number>
}[] = [
  { name: 'void-moved-decisions', run: voidMovedDecisions },
  { name: 'expire-decisions', run: expireDecisions },
  { name: 'close-observations', run: closeObservations },
  { name: 'ring-unconfirmed', run: ringUnconfirmed },
]
