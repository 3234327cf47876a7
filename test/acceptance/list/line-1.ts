import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { processesOf, startProduct, type Product } from '../../support/product.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { checkConditional, checkList, checkPages, checkTour } from './line-1-checks.ts'

const projectRoot = join(import.meta.dirname, '..', '..', '..')
const FIRST_MS_MAX = 90_000
const LATER_MS_MAX = 10_000
const DAEMON = 1 // an ordinary user that every Linux has

export const line: AcceptanceLine = {
  number: 1,
  title: 'A fresh clone: npm start to ready, the list checked by two programs, pages, tour, stop',
  async run(context) {
    if (!existsSync(join(projectRoot, '.git'))) context.skip('this folder is no git repository to clone')
    for (const tool of ['xmlsec1', 'chromium']) {
      if (!existsSync(`/usr/bin/${tool}`)) context.skip(`${tool} is not installed: npm test says how`)
    }
    // Mode 700 and a blank in the path at once.
    const home = join(context.directory, 'fresh clone')
    mkdirSync(home, { mode: 0o700 })
    const clone = join(home, 'trust space')
    execFileSync('git', ['clone', '--quiet', projectRoot, clone])
    const head = execFileSync('git', ['-C', clone, 'log', '-1', '--format=%h %s'], {
      encoding: 'utf8',
    }).trim()
    context.say(`cloned ${head}`)
    try {
      await freshStart(context, clone)
      await laterStarts(context, clone)
      await ordinaryUser(context, clone)
    } finally {
      for (const { pid } of processesOf(home)) process.kill(pid, 'SIGKILL')
    }
  },
}

async function freshStart(context: AcceptanceContext, clone: string): Promise<void> {
  const begun = performance.now()
  const product = await startByNpm(clone)
  // npm says which script it runs: before that line it downloads and installs, after it the product starts.
  const installedAt = product.firstSeenMs('node --conditions=development demo/start.ts')
  context.figure('npm start, packages (s)', inSeconds(installedAt))
  context.figure('npm start, then first start to ready (s)', inSeconds(product.readyMs - installedAt))
  context.figure('npm start, all together (s)', inSeconds(performance.now() - begun))
  context.check(
    'first start to ready within 90 s after downloads',
    product.readyMs - installedAt <= FIRST_MS_MAX,
  )
  try {
    await checkList(context, product, clone)
    await checkConditional(context, product)
    await checkPages(context, product)
    await checkTour(context, product, clone)
  } finally {
    await checkStop(context, product)
  }
}

/** Starts as a person does, and remembers when each text first appeared. */
async function startByNpm(clone: string, environment: Record<string, string> = {}) {
  const seen: [number, string][] = []
  const begun = performance.now()
  const product = await startProduct({
    dataDirectory: join(clone, '.data'),
    projectRoot: clone,
    by: 'npm',
    environment: { DRIM_DATA_DIR: '', ...environment },
    onOutput: (text) => seen.push([performance.now() - begun, text]),
  })
  return {
    ...product,
    firstSeenMs: (text: string) => seen.find(([, each]) => each.includes(text))?.[0] ?? Number.NaN,
  }
}

async function checkStop(context: AcceptanceContext, product: Product): Promise<void> {
  const { code, ms } = await product.stop()
  context.figure('stop (s)', inSeconds(ms))
  context.check('Ctrl-C ends it with exit code 0', code === 0, code)
  const left = product.processes()
  context.check('stop leaves no process', left.length === 0, left)
  context.check('ready.json is gone', !existsSync(join(product.dataDirectory, 'ready.json')))
}

async function laterStarts(context: AcceptanceContext, clone: string): Promise<void> {
  const before = currentRecord(clone)
  const product = await startByNpm(clone)
  context.figure('second npm start to ready (s)', inSeconds(product.readyMs))
  context.check('a later start is ready within 10 s', product.readyMs <= LATER_MS_MAX, product.readyMs)
  context.check(
    'it keeps the data: the same list is served',
    currentRecord(clone) === before,
    currentRecord(clone),
  )
  await checkStop(context, product)
}

/** The same clone, owned and started by a user who is not root, in a folder that only that user may enter. */
async function ordinaryUser(context: AcceptanceContext, clone: string): Promise<void> {
  if (process.getuid?.() !== 0) return context.say('run by an ordinary user already')
  // Not below the line's own folder, which is root's alone.
  const home = join('/tmp', `drim-acceptance-user-${process.pid}`)
  const copy = join(home, 'trust space')
  context.say('the same as an ordinary user')
  mkdirSync(home, { mode: 0o700 })
  try {
    execFileSync('cp', ['-a', clone, copy])
    rmSync(join(copy, '.data'), { recursive: true })
    execFileSync('chown', ['-R', `${DAEMON}:${DAEMON}`, home])
    const product = await startProduct({
      dataDirectory: join(copy, '.data'),
      projectRoot: copy,
      by: 'npm',
      asUser: DAEMON,
      environment: { DRIM_DATA_DIR: '', HOME: home },
    })
    context.figure('first npm start of an ordinary user to ready (s)', inSeconds(product.readyMs))
    const owners = new Set(
      readdirSync(product.dataDirectory).map((name) => statSync(join(product.dataDirectory, name)).uid),
    )
    context.check(
      'an ordinary user can start it; all data is theirs',
      owners.size === 1 && owners.has(DAEMON),
      [...owners],
    )
    await checkStop(context, product)
  } finally {
    for (const { pid } of processesOf(home)) process.kill(pid, 'SIGKILL')
    rmSync(home, { recursive: true, force: true })
  }
}

function currentRecord(clone: string): string {
  return readFileSync(join(clone, '.data', 'lists', 'current.json'), 'utf8')
}

function inSeconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(1)
}
