import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const room = join(root, 'portal')
const built = join(room, 'build')
const digestFile = join(built, 'sources.sha256')
/** Where vite.config.ts has the adapter write: aside, so that a build killed half-way harms nothing. */
const aside = join(room, '.svelte-kit', 'portal')
const lock = join(room, '.svelte-kit', 'build.lock')

/** A build takes a few seconds; a lock of that age belongs to a process that hangs. */
const LOCK_WAIT_MS = 180_000

export interface BuildOutcome {
  readonly digest: string
  readonly built: boolean
}

/**
 * Makes `portal/build` when the digest of what it is made of changed, else leaves it alone.
 *
 * Safe against itself: two processes that ask at once build once, and `build/` is replaced in one move, only by a
 * build that is whole. Throws with the tool's last lines when the build fails; the former build then stays.
 */
export async function buildPortalIfChanged({ log }: { log: (line: string) => void }): Promise<BuildOutcome> {
  const digest = await sourcesDigest()
  if (await isBuilt(digest)) return { digest, built: false }
  await mkdir(dirname(lock), { recursive: true })
  const release = await takeLock()
  try {
    // Another process may have built it while we waited.
    if (await isBuilt(digest)) return { digest, built: false }
    log('building the portal (its sources changed)')
    await rm(aside, { recursive: true, force: true })
    await run('@sveltejs/kit', 'svelte-kit.js', ['sync'])
    await run('vite', 'bin/vite.js', ['build', '--logLevel', 'warn'])
    await writeFile(join(aside, 'sources.sha256'), `${digest}\n`)
    await replaceBuild()
    log('portal built')
    return { digest, built: true }
  } finally {
    await release()
  }
}

/** SHA-256 over names and bytes of everything the build reads: sources, settings, and the versions of its tools. */
async function sourcesDigest(): Promise<string> {
  const entries = await readdir(join(room, 'src'), { recursive: true, withFileTypes: true })
  const statics = await readdir(join(room, 'static'), { recursive: true, withFileTypes: true })
  const files = [...entries, ...statics]
    // A test changes no page.
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
  const settings = ['package.json', 'tsconfig.json', 'vite.config.ts'].map((name) => join(room, name))
  // The pages of refusals are made of this generated document (portal/src/lib/server/problem-families.ts).
  const errors = join(root, 'docs', 'errors.md')
  const hash = createHash('sha256').update(process.version)
  const shared = [join(root, 'package-lock.json'), ...(existsSync(errors) ? [errors] : [])]
  for (const file of [...files, ...settings, ...shared].sort()) {
    const bytes = await readFile(file)
    hash.update(`\n${relative(root, file)}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

async function isBuilt(digest: string): Promise<boolean> {
  if (!existsSync(join(built, 'handler.js'))) return false
  return (await readFile(digestFile, 'utf8').catch(() => '')).trim() === digest
}

async function replaceBuild(): Promise<void> {
  const former = `${built}.former`
  await rm(former, { recursive: true, force: true })
  if (existsSync(built)) await rename(built, former)
  await rename(aside, built)
  await rm(former, { recursive: true, force: true })
}

async function takeLock(): Promise<() => Promise<void>> {
  // Written whole, then linked: nobody ever reads a lock that does not yet say whose it is.
  const own = `${lock}.${process.pid}`
  await writeFile(own, String(process.pid))
  for (let waited = 0; !(await linkOnce(own)); waited += 200) {
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (!isAlive(holder)) await rm(lock, { force: true })
    else if (waited > LOCK_WAIT_MS) {
      await rm(own, { force: true })
      throw new Error(`Process ${holder} has been building the portal for too long. Stop it and start again.`)
    } else await wait(200)
  }
  await rm(own)
  return () => rm(lock, { force: true })
}

async function linkOnce(own: string): Promise<boolean> {
  try {
    await link(own, lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Runs a tool of the portal's own dependencies with the Node that runs this. */
async function run(packageName: string, file: string, parameters: readonly string[]): Promise<void> {
  const manifest = createRequire(join(room, 'package.json')).resolve(`${packageName}/package.json`)
  const child = spawn(process.execPath, [join(dirname(manifest), file), ...parameters], {
    cwd: room,
    // NODE_ENV of a test run would build a development bundle.
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-4000))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0)
    throw new Error(`The portal could not be built (${packageName} ended with ${code}):\n${output.trim()}`)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { built: isNew } = await buildPortalIfChanged({ log: (line) => console.log(line) })
  if (!isNew) console.log('portal is up to date')
}
