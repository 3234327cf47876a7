import { systemClock } from '../clock.ts'
import { ConfigurationError, readConfig } from './config.ts'
import { startDistribution } from './distribution.ts'
import { jsonLinesLog } from './log.ts'

const log = jsonLinesLog(systemClock, (line) => process.stdout.write(line))

try {
  const config = readConfig()
  const distribution = await startDistribution({ config, clock: systemClock, log })
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    void distribution.stop().then(() => log({ event: 'stopped' }))
    if (process.connected) process.disconnect()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.once('disconnect', stop)
  log({ event: 'ready', host: config.host, port: distribution.port })
  process.send?.({ type: 'ready', port: distribution.port })
} catch (error) {
  process.stderr.write(`distribution: ${sayWhy(error)}\n`)
  process.exitCode = 1
  if (process.connected) process.disconnect()
}

function sayWhy(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `${message}: another process listens there; stop it or set REGISTRY_DISTRIBUTION_PORT`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return `${message}: set REGISTRY_DISTRIBUTION_HOST and _PORT to an address of this machine`
  return message
}
