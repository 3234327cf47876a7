import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  freePorts,
  processesOf,
  spawnProduct,
  startProduct,
  type ProductPorts,
} from '../../support/product.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { signerFaults } from './line-9-signer.ts'
import { below, WAYS, type Way } from './line-9-ways.ts'

const DAEMON = 1

/** A data directory that was made and used once, and the list it served. */
interface Sound {
  readonly directory: string
  readonly ports: ProductPorts
  readonly list: string
}

export const line: AcceptanceLine = {
  number: 9,
  title:
    'A configuration or data directory that is wrong: a clear message and exit or a healed start, nothing harmed',
  async run(context) {
    let ways = 0
    try {
      const sound = await makeSound(context)
      for (const way of WAYS) ways += await tryWay(context, sound, way)
      ways += await portTaken(context, sound)
      ways += await foreignFolder(context)
      ways += await liveDirectory(context, sound)
      ways += await killedSetUp(context)
      ways += await childThatKeepsDying(context, sound)
      ways += await fullDisk(context)
      ways += await othersFolder(context, sound)
    } finally {
      for (const { pid } of processesOf(context.directory)) process.kill(pid, 'SIGKILL')
    }
    context.figure('ways of the whole product', ways)
    const ofSigner = await signerFaults(context)
    context.figure('ways of the signer alone', ofSigner)
    context.check('at least 15 ways were tried', ways + ofSigner >= 15)
  },
}

async function makeSound(context: AcceptanceContext): Promise<Sound> {
  const directory = join(context.directory, 'sound')
  const ports = await freePorts()
  const product = await startProduct({ dataDirectory: directory, ports })
  const list = await servedList(product.ready.whitelistUrl)
  await product.stop()
  return { directory, ports, list }
}

async function tryWay(context: AcceptanceContext, sound: Sound, way: Way): Promise<number> {
  const dataDirectory = join(context.directory, 'harmed')
  rmSync(dataDirectory, { recursive: true, force: true })
  execFileSync('cp', ['-a', sound.directory, dataDirectory])
  way.harm?.(below(dataDirectory))
  if (way.says === undefined) {
    await healedStart(context, way.what, { ...sound, directory: dataDirectory })
    return 1
  }
  const before = digestOfKept(dataDirectory)
  const { output, code } = await failedStart(dataDirectory, sound.ports, way.environment)
  const isClear =
    way.says.test(output) && !/\n\s+at .*\(.*:\d+:\d+\)/.test(output.split('Its last lines:')[0] ?? '')
  const isUnharmed = digestOfKept(dataDirectory) === before
  const left = processesOf(dataDirectory)
  context.check(
    `${way.what}: said, exit 1, nothing harmed, no process left`,
    code === 1 && isClear && isUnharmed && left.length === 0,
    { code, isUnharmed, left, output: output.slice(-900) },
  )
  if (way.comesBack) {
    for (const name of readdirSync(sound.directory)) {
      if (name === 'postgres' || name === 'logs') continue
      rmSync(join(dataDirectory, name), { recursive: true, force: true })
      execFileSync('cp', ['-a', join(sound.directory, name), join(dataDirectory, name)])
    }
    await healedStart(context, `${way.what}, put right`, { ...sound, directory: dataDirectory })
  }
  return 1
}

async function healedStart(
  context: AcceptanceContext,
  what: string,
  { directory, ports, list }: Sound,
): Promise<void> {
  try {
    const product = await startProduct({ dataDirectory: directory, ports, readyWithinMs: 90_000 })
    const isSame = (await servedList(product.ready.whitelistUrl)) === list
    const { code } = await product.stop()
    context.check(`${what}: starts, and serves the same list`, isSame && code === 0)
  } catch (error) {
    context.check(
      `${what}: starts, and serves the same list`,
      false,
      error instanceof Error ? error.message.slice(-900) : error,
    )
  }
}

async function failedStart(
  dataDirectory: string,
  ports: ProductPorts,
  environment: Readonly<Record<string, string>> = {},
) {
  const started = spawnProduct({ dataDirectory, ports, environment })
  const late = setTimeout(() => started.child.kill('SIGINT'), 120_000)
  const code = await started.exited
  clearTimeout(late)
  // The last words may still be in the pipe.
  await wait(100)
  return { code, output: started.output() }
}

async function portTaken(context: AcceptanceContext, sound: Sound): Promise<number> {
  const port = Number(sound.ports.API_PORT) + 3
  const server = createServer().listen(port, '127.0.0.1')
  const before = digestOfKept(sound.directory)
  const { code, output } = await failedStart(sound.directory, sound.ports)
  await new Promise((done) => server.close(done))
  const isClear = output.includes(`port ${port} (list, API_PORT) is taken`)
  context.check(
    'a port taken: named, exit 1, nothing touched',
    code === 1 && isClear && digestOfKept(sound.directory) === before,
    output,
  )
  return 1
}

async function foreignFolder(context: AcceptanceContext): Promise<number> {
  const folder = join(context.directory, 'somebody’s folder')
  mkdirSync(folder)
  writeFileSync(join(folder, 'thesis.odt'), 'years of work')
  const { code, output } = await failedStart(folder, await freePorts())
  const isUntouched =
    readdirSync(folder)
      .filter((name) => name !== 'logs')
      .join() === 'thesis.odt'
  context.check(
    'a folder of other things: said, exit 1, left as it is',
    code === 1 && isUntouched && /holds other things \(thesis\.odt\)/.test(output),
    output,
  )
  return 1
}

async function liveDirectory(context: AcceptanceContext, sound: Sound): Promise<number> {
  const product = await startProduct({ dataDirectory: sound.directory, ports: sound.ports })
  const { code, output } = await failedStart(sound.directory, await freePorts())
  const goesOn = (await servedList(product.ready.whitelistUrl)) === sound.list
  context.check(
    'live data: a second start says so, exit 1, and the first goes on',
    code === 1 && /already runs on/.test(output) && goesOn,
    output,
  )
  await product.stop()
  return 1
}

async function killedSetUp(context: AcceptanceContext): Promise<number> {
  const states = new Set<string>()
  for (const afterMs of [500, 1_100, 1_800, 3_000]) {
    const dataDirectory = join(context.directory, `killed after ${afterMs}`)
    const ports = await freePorts()
    const { child, exited } = spawnProduct({ dataDirectory, ports })
    await wait(afterMs)
    child.kill('SIGKILL')
    await exited
    states.add(existsSync(dataDirectory) ? readdirSync(dataDirectory).sort().join(' ') : 'nothing')
    try {
      const product = await startProduct({ dataDirectory, ports, readyWithinMs: 90_000 })
      const { code } = await product.stop()
      context.check(
        `first start killed after ${afterMs} ms: the next one heals it`,
        code === 0 && product.processes().length === 0,
      )
    } catch (error) {
      context.check(
        `first start killed after ${afterMs} ms: the next one heals it`,
        false,
        error instanceof Error ? error.message : error,
      )
    }
    rmSync(dataDirectory, { recursive: true, force: true })
  }
  context.figure('different states the kills left behind', states.size)
  return 1
}

async function childThatKeepsDying(context: AcceptanceContext, sound: Sound): Promise<number> {
  const product = await startProduct({ dataDirectory: sound.directory, ports: sound.ports })
  const key = join(sound.directory, 'signer', 'key.pem')
  const good = readFileSync(key)
  writeFileSync(key, 'not a key')
  const signer = product.processes().find(({ what }) => what.includes('signer/src/main.ts'))
  process.kill(signer?.pid ?? 0, 'SIGKILL')
  const code = await product.exited
  writeFileSync(key, good, { mode: 0o600 })
  const output = product.output()
  context.check(
    'a child that keeps dying: everything stopped at the fifth time, exit 1, its last lines shown',
    code === 1 &&
      /signer died 5 times within a minute/.test(output) &&
      /Its last lines:[^]*key-not-encrypted/.test(output) &&
      product.processes().length === 0,
    output.slice(-900),
  )
  await healedStart(context, 'the child put right', sound)
  return 1
}

/** A small disk of its own, which is then made large enough. */
async function fullDisk(context: AcceptanceContext): Promise<number> {
  const dataDirectory = join(context.directory, 'small disk')
  mkdirSync(dataDirectory, { mode: 0o700 })
  const mount = (...given: string[]) => execFileSync('mount', [...given, dataDirectory], { stdio: 'pipe' })
  try {
    mount('-t', 'tmpfs', '-o', 'size=12m,mode=700', 'tmpfs')
  } catch {
    context.say('a full disk cannot be simulated without the right to mount: not counted')
    return 0
  }
  try {
    const ports = await freePorts()
    const { code, output } = await failedStart(dataDirectory, ports)
    context.check(
      'a full disk: said, exit 1, no process left',
      code === 1 && /No space left on device|ENOSPC/.test(output) && processesOf(dataDirectory).length === 0,
      output,
    )
    mount('-o', 'remount,size=400m')
    const product = await startProduct({ dataDirectory, ports, readyWithinMs: 90_000 })
    context.check('room made: the next start heals it', (await product.stop()).code === 0)
    return 1
  } finally {
    execFileSync('umount', ['--lazy', dataDirectory])
  }
}

async function othersFolder(context: AcceptanceContext, sound: Sound): Promise<number> {
  if (process.getuid?.() !== 0) return 0
  // Where an ordinary user can reach it, and may not use it.
  const dataDirectory = join('/tmp', `drim-acceptance-of-root-${process.pid}`)
  execFileSync('cp', ['-a', sound.directory, dataDirectory])
  try {
    const before = digestOfKept(dataDirectory)
    const started = spawnProduct({ dataDirectory, ports: sound.ports, asUser: DAEMON })
    const code = await started.exited
    await wait(100)
    const isClear = /belongs to another user \(uid 0\)/.test(started.output())
    context.check(
      'data of another user: said, exit 1, nothing touched',
      code === 1 && isClear && digestOfKept(dataDirectory) === before,
      started.output(),
    )
    return 1
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

async function servedList(url: string): Promise<string> {
  return createHash('sha256')
    .update(Buffer.from(await (await fetch(url)).arrayBuffer()))
    .digest('hex')
}

/** Of all that a demo could not make again: keys, secrets, ledger, lists. Not of logs, CRLs and what runs. */
function digestOfKept(directory: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((name) =>
      /^(instance\.json|authority\/[^/]+|signer\/.*|approver\/.*|registry\/.*|lists\/.*|boxes\/\d+\/[a-z]+\.pem)$/.test(
        name,
      ),
    )
  for (const name of files.sort()) hash.update(`${name}\0`).update(readFileSync(join(directory, name)))
  return hash.digest('hex')
}
