import type { AdvisoryLock } from '../db/advisory-lock.ts'
import { isDatabaseUnavailable } from '../db/failures.ts'
import type { Log } from '../log.ts'
import type { World } from '../world.ts'
import type { PeriodicWork } from './periodic-work.ts'

export interface PeriodicDeps {
  readonly world: World
  readonly tryLock: (name: string) => Promise<AdvisoryLock | undefined>
  readonly log: Log
}

/**
 * Runs each work once, in its order, unless another worker is at it. One that fails is logged and holds up none of the
 * others. Answers the names of those that failed.
 */
export async function runPeriodicWork(
  { world, tryLock, log }: PeriodicDeps,
  works: readonly PeriodicWork[],
  isStopping: () => boolean = () => false,
): Promise<string[]> {
  const failed: string[] = []
  for (const work of works) {
    if (isStopping()) break
    try {
      const lock = await tryLock(`periodic:${work.name}`)
      if (lock === undefined) continue
      try {
        const changed = await work.run(world)
        if (changed > 0) log.info('periodic-work', { name: work.name, changed })
      } finally {
        await lock.release()
      }
    } catch (error) {
      failed.push(work.name)
      if (isDatabaseUnavailable(error)) {
        // The others would fare no better; all of it is still due at the next round.
        log.warn('periodic-work-held', { name: work.name, code: 'database-unavailable' })
        break
      }
      log.error('periodic-work-failed', error, { name: work.name })
    }
  }
  return failed
}
