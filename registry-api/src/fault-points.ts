import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import type { PublicationStep } from './publications/publisher.ts'

const PAUSE_MS = 1_500

/**
 * Tells the log how far a publication has come and, in mode demo, makes the configured fault there: `kill` ends the
 * process as a power cut would, `fail` breaks the step, `pause` leaves time to end a neighbour. This is how the
 * recovery of the real processes is tried; mode real refuses REGISTRY_FAULT (config.ts).
 */
export function createFaultPoints(
  fault: Config['fault'],
  log: Log,
): (step: PublicationStep) => Promise<void> {
  return async (step) => {
    log.info('publication-step', { step })
    if (fault?.step !== step) return
    switch (fault.action) {
      case 'kill':
        process.kill(process.pid, 'SIGKILL')
        // The signal is on its way; nothing of this process may go on.
        await sleep(60_000)
        return
      case 'fail':
        throw new Error(`fault at ${step}`)
      case 'pause':
        log.info('publication-paused', { step })
        await sleep(PAUSE_MS)
    }
  }
}
