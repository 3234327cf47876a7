import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock.ts'
import { ConfigurationError, type DistributionConfig } from './config.ts'
import type { Log } from './log.ts'
import { servedLists, type ServedLists } from './served-lists.ts'
import { distributionServer } from './server.ts'
import { watchDirectory } from './watch-directory.ts'

export interface Distribution {
  readonly port: number
  readonly lists: ServedLists
  stop(): Promise<void>
}

/**
 * Serves the lists of a directory that registry-api writes and this process only reads (decisions 25).
 * Throws ConfigurationError for a directory that is none, and the system's error for an address that is taken.
 */
export async function startDistribution(deps: {
  config: DistributionConfig
  clock: Clock
  log: Log
}): Promise<Distribution> {
  const { config, clock, log } = deps
  const directory = await stat(config.directory).catch(() => undefined)
  if (directory?.isDirectory() !== true) {
    const advice = 'create it, or name the one that registry-api writes to'
    throw new ConfigurationError(`REGISTRY_LISTS_DIR ${config.directory} is not a directory: ${advice}`)
  }
  const lists = servedLists({ directory: config.directory, bytesMax: config.bytesMax, log })
  await lists.refresh()
  const server = distributionServer({ lists, clock, log })
  server.listen(config.port, config.host)
  await once(server, 'listening')
  const watched = watchDirectory(config.directory, config.pollMs, () => lists.refresh())
  return {
    port: (server.address() as AddressInfo).port,
    lists,
    async stop() {
      watched.close()
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      // Who downloads finishes, within reason.
      const force = setTimeout(() => server.closeAllConnections(), 3_000)
      await closed
      clearTimeout(force)
    },
  }
}
