import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { assertPortsFree, portsOf } from '../../demo/launch/ports.ts'
import type { Ready } from '../../demo/launch/ready-file.ts'

const projectHere = join(import.meta.dirname, '..', '..')
const FAKETIME = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path))

export interface ProductOptions {
  readonly dataDirectory: string
  /** Default: this project. Another clone of it works too. */
  readonly projectRoot?: string
  /** `npm` types what a person types (set-up included); `node` (default) starts the launcher alone. */
  readonly by?: 'npm' | 'node'
  readonly ports?: ProductPorts
  /** Moves the clock of every process but PostgreSQL, which is never asked for the time. Needs libfaketime. */
  readonly daysAhead?: number
  readonly environment?: Readonly<Record<string, string>>
  readonly readyWithinMs?: number
  /** Start it as that user (only root can). */
  readonly asUser?: number
  readonly onOutput?: (text: string) => void
}

export interface ProductPorts {
  readonly PORTAL_PORT: string
  readonly API_PORT: string
  readonly DRIMBOX_PORT_BASE: string
}

export interface Product {
  /** Of what was typed: npm or the launcher. */
  readonly pid: number
  readonly ready: Ready
  readonly readyMs: number
  readonly ports: ProductPorts
  readonly dataDirectory: string
  readonly output: () => string
  /** The admin key, as a header. */
  readonly adminHeaders: () => Record<string, string>
  /** Ctrl-C, waits for the end; gives the exit code and how long it took. */
  readonly stop: () => Promise<{ code: number | null; ms: number }>
  readonly exited: Promise<number | null>
  /** Every process that still has to do with this data directory; empty after a stop. */
  readonly processes: () => { pid: number; what: string }[]
}

/** True where `daysAhead` can be asked for. */
export const canMoveClock = FAKETIME !== undefined

/**
 * Starts the real product, as `npm start` does, on its own data directory and on free ports; waits for `ready.json`.
 * Throws with the output if it ends before or takes too long; nothing is left running then.
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const ports = options.ports ?? (await freePorts())
  // A launcher that was killed left its own behind.
  const former = readReady(options.dataDirectory)?.pid
  const { child, output, exited } = spawnProduct({ ...options, ports })
  const begun = performance.now()
  let ended = false
  void exited.then(() => (ended = true))
  let ready: Ready | undefined
  for (;;) {
    await wait(50)
    ready = readReady(options.dataDirectory)
    if (ready !== undefined && ready.pid !== former) break
    if (ended) throw new Error(`the product ended before it was ready:\n${output()}`)
    if (performance.now() - begun > (options.readyWithinMs ?? 180_000)) {
      child.kill('SIGINT')
      await exited
      throw new Error(`the product was not ready in time:\n${output()}`)
    }
  }
  const readyMs = performance.now() - begun
  return {
    pid: child.pid ?? -1,
    ready,
    readyMs,
    ports,
    dataDirectory: options.dataDirectory,
    output,
    adminHeaders: () => ({ authorization: `Bearer ${readFileSync(ready.adminKeyFile, 'utf8').trim()}` }),
    async stop() {
      const asked = performance.now()
      child.kill('SIGINT')
      return { code: await exited, ms: performance.now() - asked }
    },
    exited,
    processes: () => processesOf(options.dataDirectory),
  }
}

function readReady(dataDirectory: string): Ready | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDirectory, 'ready.json'), 'utf8')) as Ready
  } catch {
    return undefined
  }
}

/** Starts it without waiting: for starts that must fail, and for those that are killed half-way. */
export function spawnProduct(options: ProductOptions & { ports: ProductPorts }): {
  child: ChildProcess
  output: () => string
  exited: Promise<number | null>
} {
  const root = options.projectRoot ?? projectHere
  const bin = join(root, 'node_modules', '.bin')
  const [command, ...given] =
    options.by === 'npm' ? ['npm', 'start'] : [join(bin, 'node'), '--conditions=development', 'demo/start.ts']
  const child = spawn(command ?? '', given, {
    cwd: root,
    env: {
      ...cleanEnvironment(),
      ...options.ports,
      DRIM_DATA_DIR: options.dataDirectory,
      ...(options.daysAhead === undefined ? {} : movedClock(options.daysAhead)),
      ...options.environment,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.asUser === undefined ? {} : { uid: options.asUser, gid: options.asUser }),
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      options.onOutput?.(chunk)
    })
  }
  const exited = new Promise<number | null>((done, failed) => {
    child.once('error', failed)
    child.once('exit', (code) => done(code))
  })
  return { child, output: () => text, exited }
}

/** Three numbers from which a whole range of free ports follows. */
export async function freePorts(): Promise<ProductPorts> {
  for (;;) {
    // Below the range from which the system gives ports to those that ask for any.
    const first = randomInt(100, 310) * 100
    const settings = { portalPort: first, apiPort: first + 1, boxPortBase: first + 10 }
    try {
      await assertPortsFree(portsOf({ ...settings, dataDirectory: '', databaseUrl: undefined }))
    } catch {
      continue
    }
    return {
      PORTAL_PORT: String(settings.portalPort),
      API_PORT: String(settings.apiPort),
      DRIMBOX_PORT_BASE: String(settings.boxPortBase),
    }
  }
}

/** Whoever has the directory in the command line, environment or working directory, zombies excepted. */
export function processesOf(directory: string): { pid: number; what: string }[] {
  const found: { pid: number; what: string }[] = []
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const pid = Number(name)
    if (pid === process.pid) continue
    try {
      const what = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
      const at = readlinkSync(`/proc/${pid}/cwd`)
      if (what !== '' && [what, environment, at].some((text) => text.includes(directory)))
        found.push({ pid, what })
    } catch {
      // Gone meanwhile, or not ours to look into.
    }
  }
  return found
}

function movedClock(days: number): Record<string, string> {
  if (FAKETIME === undefined) throw new Error('libfaketime is not here: apt-get install faketime')
  // Timers go on by the true monotonic clock, or every pause would be wrong.
  return { LD_PRELOAD: FAKETIME, FAKETIME: `+${days}d`, DONT_FAKE_MONOTONIC: '1' }
}

/** What a person's shell would have: nothing of the test runner or of an npm that runs us. */
function cleanEnvironment(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'LANG',
    'TMPDIR',
    'npm_config_cache',
    'npm_config_registry',
    'http_proxy',
    'https_proxy',
    'no_proxy',
  ]
  const kept = Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  )
  const path = (kept['PATH'] ?? '').split(':').filter((each) => !each.includes('node_modules'))
  return { ...kept, PATH: path.join(':') }
}
