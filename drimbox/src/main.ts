import { TrustError } from '@trust-space/whitelist'
import { systemClock } from './clock.ts'
import { ConfigurationError, readConfig } from './config.ts'
import { jsonLinesLog } from './log.ts'
import { startDrimbox } from './start-drimbox.ts'

try {
  const config = readConfig()
  const log = jsonLinesLog(config.name, systemClock, (line) => process.stdout.write(line))
  const box = await startDrimbox({ config, clock: systemClock, log })
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    void box.stop()
    if (process.connected) process.disconnect()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.once('disconnect', stop)
  log({ event: 'ready', port: box.port, healthPort: box.healthPort, firstPoll: box.firstPoll.outcome })
  process.send?.({
    type: 'ready',
    port: box.port,
    healthPort: box.healthPort,
    firstPoll: box.firstPoll.outcome,
  })
} catch (error) {
  process.stderr.write(`drimbox: ${sayWhy(error)}\n`)
  process.exitCode = 1
  if (process.connected) process.disconnect()
}

function sayWhy(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message
  if (error instanceof TrustError) {
    return `${error.message} (DRIMBOX_TRUST_ANCHOR_FILE, DRIMBOX_INTERMEDIATE_FILES)`
  }
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `${message}: another process listens there; stop it or choose another port`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return `${message}: listen on an address of this machine`
  return message
}
