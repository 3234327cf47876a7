import { systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import { StartFault } from './errors.ts'
import { startSigner } from './start-signer.ts'

const write = (text: string) => process.stdout.write(`signer: ${text}\n`)
const complain = (text: string) => process.stderr.write(`signer: ${text}\n`)

// Whatever this process makes is for its own user alone.
process.umask(0o077)

try {
  const config = readConfig()
  const running = await startSigner(config, { clock: systemClock, log: complain })
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= running.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
  process.once('disconnect', stop)
  if (running.doubt !== undefined) complain(`ledger-in-doubt, read-only: ${running.doubt}`)
  const status = running.doubt === undefined ? 'ready' : 'read-only'
  write(`${status} for ${config.trustSpace} on ${config.socket}, certificate ${running.fingerprint}`)
  process.send?.({ type: 'ready', status, fingerprint: running.fingerprint })
} catch (error) {
  if (!(error instanceof StartFault)) throw error
  complain(`${error.code}: ${error.message}`)
  // Both streams are written at once on Linux, pipes included: nothing of the message is lost.
  process.exit(error.exitCode)
}
