import { tmpdir } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemClock } from './clock.ts'
import { StartFault, Stopped } from './launch/fault.ts'
import { launch } from './launch/launch.ts'
import { layoutOf, removeSockets } from './launch/layout.ts'
import { endLeftOvers, noteChildren } from './launch/left-overs.ts'
import { lockDataDirectory, type Lock } from './launch/lock.ts'
import { assertPortsFree, portsOf } from './launch/ports.ts'
import { removeReady, type Ready } from './launch/ready-file.ts'
import { readSettings } from './launch/settings.ts'
import { createSupervisor } from './launch/supervisor.ts'

const PARENT_WATCH_MS = 500

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const say = (text: string) => process.stdout.write(`${text}\n`)

/** `npm start`: brings the demo up, keeps it up, and takes it down again. Gives the exit code. */
async function main(): Promise<number> {
  const settings = readSettings(process.env, projectRoot)
  const layout = layoutOf(settings.dataDirectory, tmpdir())
  const stop = new AbortController()
  const failed = Promise.withResolvers<StartFault>()
  listenForTheEnd(() => stop.abort())

  const lock = await lockDataDirectory(layout, systemClock)
  const supervisor = createSupervisor({
    say: (text) => say(`  ${text}`),
    noteRunning: (running) =>
      noteChildren(
        layout,
        running.filter(({ name }) => name !== 'postgres'),
      ),
    giveUp: failed.resolve,
    monotonicMs: () => performance.now(),
    pause: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
  })
  try {
    await endLeftOvers(layout, say)
    removeReady(layout)
    await assertPortsFree(portsOf(settings))
    const deps = {
      settings,
      layout,
      projectRoot,
      ownEnvironment: process.env,
      clock: systemClock,
      supervisor,
    }
    const begun = performance.now()
    const ready = await Promise.race([
      launch({ ...deps, say: (text) => say(`  ${text}`), signal: stop.signal }),
      failed.promise,
      aborted(stop.signal),
    ])
    if (ready instanceof StartFault) throw ready
    tellAddresses(ready, layout.logs, lock, performance.now() - begun)
    const end = await Promise.race([failed.promise, aborted(stop.signal).catch(() => undefined)])
    if (end) throw end
    say('Stopping …')
    return 0
  } catch (error) {
    if (error instanceof Stopped || (stop.signal.aborted && !(error instanceof StartFault))) return 0
    throw error
  } finally {
    // Also ends what runs once, such as the build of the portal.
    stop.abort()
    removeReady(layout)
    await supervisor.stop()
    removeSockets(layout)
    await lock.release()
  }
}

function tellAddresses(ready: Ready, logs: string, lock: Lock, tookMs: number): void {
  lock.tell(ready.portal)
  say(`
The DRIM-M trust space of the DEMONSTRATION runs (started in ${(tookMs / 1000).toFixed(1)} s). Open:

  portal          ${ready.portal}
  white list      ${ready.portal}/liste-blanche
  signed file     ${ready.whitelistUrl}
  API             ${ready.api}/v1/openapi.json
  who is who      ${ready.identityProvider}   (sign in as anybody)
  mails           ${ready.mailbox}
  security key    ${ready.softAuthenticator}
${ready.drimboxes.map(({ number, name, healthUrl }) => `  DRIMbox ${number}    ${healthUrl}   (${name})`).join('\n')}

  The point in two minutes: npm run tour (in another terminal).   Logs: ${logs}
  Stop with Ctrl-C. The data is kept; npm run reset empties it.
`)
}

/**
 * Ctrl-C, a closed terminal, and the death of who started us all mean the same. npm forwards what the terminal has sent
 * us already, so a second signal within a millisecond is not impatience: it changes nothing.
 */
function listenForTheEnd(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  process.once('disconnect', stop)
  // A closed pipe must not kill the launcher before it has stopped its children.
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  if (process.env['npm_lifecycle_event'] === undefined) return
  // kill -9 of npm sends nothing.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, PARENT_WATCH_MS).unref()
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stopped = () => reject(new Stopped())
    if (signal.aborted) stopped()
    else signal.addEventListener('abort', stopped, { once: true })
  })
}

// Whatever this process and its children make is for this user alone, unless they say otherwise.
process.umask(0o077)
try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof StartFault)) throw error
  process.stderr.write(`\n${error.message}\n`)
  if (error.lastLines.length > 0) {
    process.stderr.write(`\nIts last lines:\n${error.lastLines.map((line) => `  | ${line}\n`).join('')}`)
  }
  process.exitCode = 1
}
// A channel to who forked us would keep this process alive for ever.
if (process.connected) process.disconnect()
