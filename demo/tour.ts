import { fileURLToPath } from 'node:url'
import { readSettings } from './launch/settings.ts'
import { tour } from './tour/chapters.ts'
import { readReady, runningInstance, TourFault } from './tour/instance.ts'
import { narrator } from './tour/narrator.ts'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const write = (text: string) => void process.stdout.write(text)

/**
 * `npm run tour` (`-- --fast` without the time to read): shows the point of the product on the demo that runs.
 * Gives the exit code: 0 all was seen, 1 the product or the machine failed it, 130 interrupted.
 */
async function main(options: readonly string[]): Promise<number> {
  const unknown = options.filter((option) => option !== '--fast')
  if (unknown.length > 0) {
    write(`usage: npm run tour [-- --fast]   (inconnu : ${unknown.join(' ')})\n`)
    return 1
  }
  const interrupted = new AbortController()
  // Never ends the process itself: the tour first puts back what it changed. A second signal changes nothing.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())
  const { dataDirectory } = readSettings(process.env, projectRoot)
  const instance = runningInstance(readReady(dataDirectory), projectRoot, dataDirectory, interrupted.signal)
  try {
    await tour(instance, narrator(write, options.includes('--fast'), interrupted.signal))
    write(`\n    portail : ${instance.ready.portal}\n\n`)
    return 0
  } catch (error) {
    // A fault, such as a box that could not be restored, is told even to who has stopped listening.
    if (!interrupted.signal.aborted || error instanceof TourFault) throw error
    write('\nVisite interrompue ; tout est remis en place.\n')
    return 130
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const text =
    error instanceof TourFault
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
  process.stderr.write(`\n${text}\n`)
  process.exitCode = 1
}
