import { readFile, unlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './log.ts'
import type { PublicationStep } from './publications/publisher.ts'

const PAUSE_MS = 1_500

/**
 * Tells the log how far a publication has come. In mode demo a file may name one fault to make, `<step>:<action>`, which
 * is made once: `kill` ends the process as a power cut would, `fail` breaks the step, `pause` leaves time to end a
 * neighbour. This is how the recovery of the real processes is tried; mode real refuses the file (config.ts).
 */
export function createFaultPoints(
  faultFile: string | undefined,
  log: Log,
): (step: PublicationStep) => Promise<void> {
  return async (step) => {
    log.info('publication-step', { step })
    if (faultFile === undefined) return
    const order = await readFile(faultFile, 'utf8').catch(() => '')
    const [at, action] = order.trim().split(':')
    if (at !== step) return
    await unlink(faultFile)
    log.info('fault-made', { step, action })
    if (action === 'fail') throw new Error(`fault at ${step}`)
    if (action === 'kill') process.kill(process.pid, 'SIGKILL')
    await sleep(PAUSE_MS)
  }
}
