import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Clock } from '../clock.ts'
import { demoSpace } from '../world.ts'
import { StartFault } from './fault.ts'
import { layoutOf, type Layout } from './layout.ts'
import { writeAside } from './write-aside.ts'

export interface Instance {
  readonly format: 1
  readonly trustSpace: string
  readonly space: string
  readonly mode: string
  readonly createdAt: string
}

const ASIDE = '.first-set-up'
/** What the first set-up makes, moved into place in this order; `instance.json` comes after and makes it count. */
const PARTS = ['authority', 'signer', 'approver', 'registry', 'boxes'] as const
/** What may stand in a folder that holds no instance yet. */
const HARMLESS = new Set(['lock', 'children.json', 'logs', 'cache', ASIDE, ...PARTS])

/**
 * Opens the instance of the data directory, or makes it: `setUp` fills a folder aside, which is then moved into place.
 *
 * Killed anywhere, the next call begins afresh: nothing counts before `instance.json`. A folder that holds anything
 * else is left as it is. Throws StartFault.
 */
export async function openInstance(
  layout: Layout,
  deps: { clock: Clock; say: (text: string) => void; setUp: (aside: Layout) => Promise<void> },
): Promise<Instance> {
  if (existsSync(layout.instanceFile)) return readInstance(layout)
  assertMayBegin(layout)
  deps.say('first start: making the authority, the keys and the certificates of the demo')
  const aside = layoutOf(join(layout.root, ASIDE), layout.root)
  for (const part of [ASIDE, ...PARTS]) rmSync(join(layout.root, part), { recursive: true, force: true })
  mkdirSync(aside.root, { mode: 0o700 })
  await deps.setUp(aside)
  // Keys that are still in memory only when the power fails would be lost under an instance that counts.
  spawnSync('sync', ['-f', aside.root], { stdio: 'ignore' })
  for (const part of PARTS) renameSync(join(aside.root, part), join(layout.root, part))
  const { trustSpace, space, mode } = demoSpace
  const instance: Instance = { format: 1, trustSpace, space, mode, createdAt: deps.clock().toISOString() }
  writeAside(layout.instanceFile, `${JSON.stringify(instance, null, 2)}\n`)
  rmSync(aside.root, { recursive: true, force: true })
  return instance
}

function assertMayBegin(layout: Layout): void {
  const there = readdirSync(layout.root).filter((name) => !/\.new$/.test(name))
  const strangers = there.filter((name) => !HARMLESS.has(name))
  const ours = ['postgres', 'lists', 'ready.json'].filter((name) => strangers.includes(name))
  if (ours.length > 0 || existsSync(layout.signer.ledger)) {
    throw new StartFault(
      'data-directory-damaged',
      `${layout.root} holds the data of a demo, but not its instance.json: put that file back, or empty the demo with npm run reset.`,
    )
  }
  if (strangers.length > 0) {
    throw new StartFault(
      'not-a-data-directory',
      `${layout.root} holds other things (${strangers.slice(0, 3).join(', ')}${strangers.length > 3 ? ', …' : ''}): choose an empty or absent DRIM_DATA_DIR. Nothing was touched.`,
    )
  }
}

function readInstance(layout: Layout): Instance {
  let read: Instance
  try {
    read = JSON.parse(readFileSync(layout.instanceFile, 'utf8')) as Instance
  } catch (error) {
    throw new StartFault(
      'data-directory-damaged',
      `${layout.instanceFile} cannot be read (${error instanceof Error ? error.message : String(error)}): put a good copy back, or empty the demo with npm run reset.`,
    )
  }
  if (read.format !== 1) {
    throw new StartFault(
      'data-directory-damaged',
      `${layout.instanceFile} is of format ${JSON.stringify(read.format)}, this version knows 1: use the version that made it, or npm run reset.`,
    )
  }
  for (const name of ['trustSpace', 'space', 'mode'] as const) {
    if (read[name] === demoSpace[name]) continue
    // Written once at initialisation: a directory never changes sides (decisions 15).
    throw new StartFault(
      'data-directory-of-another-trust-space',
      `${layout.root} belongs to ${name} ${JSON.stringify(read[name])}, and this demo is ${demoSpace[name]}: choose another DRIM_DATA_DIR. Nothing was touched.`,
    )
  }
  for (const part of PARTS) {
    if (!existsSync(join(layout.root, part))) {
      throw new StartFault(
        'data-directory-damaged',
        `${basename(layout.root)}/${part} is missing: put it back from a copy, or empty the demo with npm run reset.`,
      )
    }
  }
  // A signer that finds no ledger begins one, and would give numbers a second time.
  if (
    existsSync(join(layout.lists, 'current.json')) &&
    !existsSync(join(layout.signer.ledger, 'ledger.log'))
  ) {
    throw new StartFault(
      'data-directory-damaged',
      `lists were signed, and the signer's ledger ${layout.signer.ledger} is gone: put it back from a copy, or empty the demo with npm run reset. Nothing was touched.`,
    )
  }
  return read
}
