import { existsSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { systemClock } from './clock.ts'
import { StartFault } from './launch/fault.ts'
import { layoutOf, removeSockets } from './launch/layout.ts'
import { endLeftOvers } from './launch/left-overs.ts'
import { lockDataDirectory } from './launch/lock.ts'
import { readSettings } from './launch/settings.ts'
import { stopOrphan } from './postgres/postmaster.ts'

/** What a demo makes, `instance.json` last: a reset that is killed is taken up again by the next one. */
const OURS = [
  'ready.json',
  'postgres',
  'lists',
  'boxes',
  'signer',
  'approver',
  'registry',
  'identity-provider',
  'mailbox',
  'soft-authenticator',
  'authority',
  'logs',
  'cache',
  '.first-set-up',
  'children.json',
  'instance.json',
]

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const say = (text: string) => process.stdout.write(`${text}\n`)

/**
 * `npm run reset`: empties the data of the demo after asking (`--yes` answers beforehand). Refuses on live data; what
 * is not the demo's stays. Gives the exit code: 0 emptied or nothing there, 1 not emptied.
 */
async function main(options: readonly string[]): Promise<number> {
  const unknown = options.filter((option) => option !== '--yes')
  if (unknown.length > 0) {
    say(`usage: npm run reset [-- --yes]   (unknown: ${unknown.join(' ')})`)
    return 1
  }
  const layout = layoutOf(readSettings(process.env, projectRoot).dataDirectory, tmpdir())
  if (!existsSync(layout.root) || !readdirSync(layout.root).some((name) => OURS.includes(name))) {
    say(`${layout.root} holds no demo: nothing to empty.`)
    return 0
  }
  const lock = await lockDataDirectory(layout, systemClock)
  try {
    say(`This deletes the demo's data in ${layout.root}: registry, keys, every list that was signed.`)
    if (!options.includes('--yes') && !(await isConfirmed())) {
      say('Nothing was deleted.')
      return 1
    }
    await endLeftOvers(layout, say)
    await stopOrphan(join(layout.postgres, 'cluster'), say)
    for (const name of OURS) rmSync(join(layout.root, name), { recursive: true, force: true })
    removeSockets(layout)
    say('Emptied. The next npm start begins afresh.')
    return 0
  } finally {
    await lock.release()
  }
}

async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    say('There is no terminal to ask on: npm run reset -- --yes')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return (await terminal.question('Type "reset" to go on: ')).trim() === 'reset'
  } finally {
    terminal.close()
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof StartFault)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
