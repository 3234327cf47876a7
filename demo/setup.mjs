// What `npm start` and `npm test` run first: installs the pinned packages, among them Node 24, when they are not there.
// Runs on the machine's own Node (20 or newer) and so uses nothing but what that has built in.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs, { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 20
const NODE_MAJOR_RUN = 24
const DISK_BYTES_MIN = 1_500_000_000 // packages 0.7 GB, portal, data

/** What tests need of the system: how it is seen, and the Debian package that brings it. */
const SYSTEM_TOOLS = [
  { package: 'xmlsec1', paths: ['/usr/bin/xmlsec1', '/usr/local/bin/xmlsec1'] },
  { package: 'chromium', paths: ['/usr/bin/chromium'] },
  { package: 'postgresql', paths: ['/usr/lib/postgresql'] },
  {
    package: 'faketime',
    paths: ['x86_64', 'aarch64'].map((each) => `/usr/lib/${each}-linux-gnu/faketime/libfaketime.so.1`),
  },
]

class SetupFault extends Error {}

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Installs what is missing. Nothing is written when everything is there; the mark comes after success only, so that a
 * killed installation is done again.
 */
export async function setUp(folder, { forTests = false, environment = process.env } = {}) {
  assertNode()
  if (!isInstalled(folder)) await underLock(folder, () => install(folder, environment))
  assertRunnable(folder)
  if (forTests) installSystemTools()
}

function assertNode() {
  const major = Number.parseInt(process.versions.node, 10)
  if (major >= NODE_MAJOR_MIN) return
  throw new SetupFault(
    `This is Node ${process.versions.node}; version ${NODE_MAJOR_MIN} or newer is needed to begin (https://nodejs.org). The project then brings its own Node ${NODE_MAJOR_RUN}.`,
  )
}

/** Digest of all that decides what is installed. */
export function lockDigest(folder) {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
}

/** True if the packages of the lockfile are there: by our mark, or because somebody's own `npm ci` says so. */
export function isInstalled(folder) {
  const mark = join(folder, 'node_modules', '.drim-setup')
  const digest = lockDigest(folder)
  if (existsSync(mark) && readFileSync(mark, 'utf8').trim() === digest) return true
  if (!agreesWithLock(folder)) return false
  writeFileSync(mark, `${digest}\n`)
  return true
}

function agreesWithLock(folder) {
  // npm writes this list of what it installed last; an interrupted installation leaves none.
  const installed = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  const there = JSON.parse(readFileSync(installed, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, integrity, link, optional }]) => {
    if (!path.includes('node_modules/') || link) return true
    const found = there[path]
    if (found === undefined) return Boolean(optional)
    return found.version === version && found.integrity === integrity
  })
}

/** One installation at a time in this folder; a second caller waits and then finds the work done. */
async function underLock(folder, work) {
  const directory = join(folder, '.cache')
  const lock = join(directory, 'setup.pid')
  mkdirSync(directory, { recursive: true })
  for (let said = false; ; said = true) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = Number(readFileSync(lock, 'utf8'))
    if (!isAlive(holder)) rmSync(lock, { force: true })
    else if (!said) console.log(`Another set-up of this folder is running (pid ${holder}): waiting for it.`)
    await wait(500)
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    if (!isInstalled(folder)) await work()
  } finally {
    release()
    process.off('exit', release)
  }
}

function isAlive(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function install(folder, environment) {
  assertDisk(folder)
  console.log('Installing the packages of package-lock.json (first time or changed; about half a minute) …')
  // Under `npm start` npm says where it is and which Node runs it; called by hand, npm is looked for.
  const cli = environment.npm_execpath ?? ''
  const [command, ...before] = cli.endsWith('npm-cli.js')
    ? [environment.npm_node_execpath ?? process.execPath, cli]
    : ['npm']
  const { status, output } = await run(
    command,
    [...before, 'ci', '--include=dev', '--include=optional', '--engine-strict=false', '--loglevel=error'],
    { cwd: folder, env: { ...environment, NODE_ENV: '' } },
  )
  if (status !== 0) throw new SetupFault(explain(output, folder))
  writeFileSync(join(folder, 'node_modules', '.drim-setup'), `${lockDigest(folder)}\n`)
}

function assertDisk(folder) {
  // Not a named import: an older Node would stop at it before it can be told what is wrong.
  const { bavail, bsize } = fs.statfsSync(folder)
  if (bavail * bsize >= DISK_BYTES_MIN) return
  const free = Math.floor((bavail * bsize) / 1e6)
  throw new SetupFault(
    `Only ${free} MB are free in ${folder}; about ${DISK_BYTES_MIN / 1e6} MB are needed. Nothing was changed.`,
  )
}

function run(command, given, options) {
  return new Promise((done) => {
    let output = ''
    const child = spawn(command, given, { ...options, stdio: ['ignore', 'inherit', 'pipe'] })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text
      process.stderr.write(text)
    })
    child.once('error', (error) => done({ status: 1, output: `${output}${error.message}` }))
    child.once('close', (status) => done({ status, output }))
  })
}

/** The cause and the next step, from what npm said. */
export function explain(output, folder) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output))
    return 'No network: npm could not reach its registry. The first start downloads about 250 MB; connect (or set npm’s proxy) and run the same command again.'
  if (/ENOSPC/.test(output))
    return `The disk is full: make about ${DISK_BYTES_MIN / 1e6} MB free and run the same command again.`
  if (/EACCES|EPERM|EROFS/.test(output))
    return `npm may not write in ${folder}: run as the owner of the folder, or copy it where you may write.`
  if (/spawn npm ENOENT/.test(output)) return 'npm was not found: it comes with Node (https://nodejs.org).'
  if (/EUSAGE|in sync/.test(output))
    return 'package.json and package-lock.json disagree: run `npm install`, look at what changed, and commit the lockfile.'
  return 'npm ci failed; what it said stands above. Nothing is half done: run the same command again once the cause is gone.'
}

/** The scripts that follow run on the first `node` that npm finds: the pinned one, else the machine's own. */
function assertRunnable(folder) {
  const pinned = join(folder, 'node_modules', '.bin', 'node')
  if (existsSync(pinned)) {
    const seen = spawnSync(pinned, ['--version'], { encoding: 'utf8' })
    if (seen.status === 0 && Number.parseInt(seen.stdout.slice(1), 10) >= NODE_MAJOR_RUN) return
  } else if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_RUN) {
    return
  }
  throw new SetupFault(
    `Node ${NODE_MAJOR_RUN} is needed to run. The project brings it for Linux with glibc on x64 and arm64; on ${process.platform} ${process.arch}, install Node ${NODE_MAJOR_RUN} or newer yourself and run the same command again.`,
  )
}

/** On Debian as root: installs them. Elsewhere: prints the line to run. Tests that need a missing one skip, counted. */
function installSystemTools() {
  const missing = () =>
    SYSTEM_TOOLS.filter(({ paths }) => !paths.some((path) => existsSync(path))).map((each) => each.package)
  if (missing().length === 0) return
  const line = `apt-get install --no-install-recommends ${missing().join(' ')}`
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  if (process.getuid?.() !== 0 || !/^ID(_LIKE)?=.*debian/m.test(release)) {
    console.log(`Some tests need ${missing().join(', ')} and are skipped without. To have them: ${line}`)
    return
  }
  console.log(`Installing what tests need of the system: ${missing().join(', ')} …`)
  const apt = (...given) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...given], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  const install = (...names) => apt('install', '-y', '--no-install-recommends', ...names).status === 0
  if (!install(...missing())) {
    apt('update')
    // One by one: what cannot be had must not keep the others away.
    for (const name of missing()) install(name)
  }
  if (missing().length > 0) {
    console.log(
      `Not installed: ${missing().join(', ')}. Tests that need them are skipped. To try again: ${line}`,
    )
  }
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await setUp(root, { forTests: process.argv.includes('--for-tests') })
  } catch (error) {
    if (!(error instanceof SetupFault)) throw error
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}
