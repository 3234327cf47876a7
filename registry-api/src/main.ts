import { serve } from '@hono/node-server'
import { systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'
import { describeStartFault } from './start-fault.ts'
import { wire } from './wiring.ts'

const log = createLog(systemClock, (line) => process.stdout.write(line))
const timers = {
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

try {
  const config = readConfig()
  const { app, publisher, database } = await wire(config, { clock: systemClock, log })
  const server = serve(
    {
      fetch: app.fetch,
      hostname: config.listenHost,
      port: config.listenPort,
      serverOptions: { requestTimeout: 60_000, headersTimeout: 15_000 },
    },
    ({ port }) => {
      publisher.start(timers, config.publicationCheckMs)
      log.info('ready', { host: config.listenHost, port })
      process.send?.({ type: 'ready', host: config.listenHost, port })
    },
  )
  server.on('error', leave)

  let isStopping = false
  const stop = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    // Whatever hangs, the supervisor must not have to kill us: an open intent is finished at the next start anyway.
    setTimeout(() => process.exit(1), 8_000).unref()
    server.close()
    await publisher.stop()
    await database.close()
    log.info('stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
  process.once('disconnect', () => void stop())
} catch (error) {
  leave(error)
}

function leave(error: unknown): never {
  process.stderr.write(`registry-api cannot start: ${describeStartFault(error)}\n`)
  process.exit(1)
}
