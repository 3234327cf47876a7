import { systemClock } from '../clock.ts'
import { createLog } from '../log.ts'
import { describeStartFault } from '../start-fault.ts'
import { readWorkerConfig } from './config.ts'
import { startWorker } from './worker.ts'

const log = createLog(systemClock, (line) => process.stdout.write(line))
const timers = {
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

try {
  const worker = await startWorker(readWorkerConfig(), { clock: systemClock, log, timers })
  let isStopping = false
  const stop = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    // A mail server that hangs must not have us killed: claims run out, and another worker sends what we had.
    setTimeout(() => process.exit(1), 8_000).unref()
    await worker.stop()
    log.info('stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
  process.once('disconnect', () => void stop())
  log.info('ready')
  process.send?.({ type: 'ready' })
} catch (error) {
  process.stderr.write(`worker cannot start: ${describeStartFault(error)}\n`)
  process.exit(1)
}
