import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { StartFault, Stopped } from './fault.ts'
import type { Running, Service } from './supervisor.ts'

const READY_WAIT_MS = 60_000
const TERM_WAIT_MS = 5_000
const LAST_LINES_MS = 300
const TAIL_LINES = 15

export interface NodeChildOptions {
  readonly name: string
  readonly script: string
  readonly arguments?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly projectRoot: string
  readonly log: (line: string) => void
  /** Gets each line of standard output too. */
  readonly show?: (line: string) => void
  readonly readyWaitMs?: number
}

/** A program of ours as a service: ready when it sends `{ type: 'ready' }`, told to stop by SIGTERM. */
export function nodeChild(options: NodeChildOptions): Service {
  return {
    name: options.name,
    async launch(signal) {
      const running = spawnNode(options)
      const late = new AbortController()
      const outcome = await Promise.race([
        running.ready.then(() => 'ready' as const),
        running.exited,
        aborted(signal).then(() => 'stopped' as const),
        wait(options.readyWaitMs ?? READY_WAIT_MS, 'late' as const, { signal: late.signal }).catch(
          () => 'late' as const,
        ),
      ])
      late.abort()
      if (outcome === 'ready') return running
      await running.stop()
      if (outcome === 'stopped') throw new Stopped()
      const how = outcome === 'late' ? 'was not ready in time' : `ended before it was ready (${outcome})`
      throw new StartFault('child-failed', `${options.name} ${how}`, running.lastLines())
    },
  }
}

// What runs once has nobody who listens for our end: with us goes its whole session, whatever it has started itself.
const END_WITH_LAUNCHER =
  "data:text/javascript,process.once('disconnect',()=>process.kill(-process.pid,'SIGKILL'));process.channel?.unref()"

/** Runs a program of ours to its end; it dies with us. Throws StartFault `child-failed` with its last lines unless it exits 0. */
export async function runNode(options: NodeChildOptions, signal: AbortSignal): Promise<void> {
  const running = spawnNode(options, [`--import=${END_WITH_LAUNCHER}`])
  const outcome = await Promise.race([running.exited, aborted(signal).then(() => undefined)])
  if (outcome === undefined) {
    await running.stop()
    throw new Stopped()
  }
  if (outcome !== 'code 0') {
    throw new StartFault('child-failed', `${options.name} failed (${outcome})`, running.lastLines())
  }
}

function spawnNode(
  options: NodeChildOptions,
  nodeOptions: readonly string[] = [],
): Running & { ready: Promise<void> } {
  const child = spawn(
    process.execPath,
    ['--conditions=development', ...nodeOptions, options.script, ...(options.arguments ?? [])],
    {
      cwd: options.projectRoot,
      env: { ...options.environment },
      // Its own session: a Ctrl-C in the terminal reaches the launcher alone. The channel tells it when we die.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  const tail: string[] = []
  follow(child.stdout, (line) => {
    options.log(line)
    options.show?.(line)
    keepTail(tail, line)
  })
  follow(child.stderr, (line) => {
    options.log(line)
    keepTail(tail, line)
  })
  const exited = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => {
      const how = signal === null ? `code ${code}` : `signal ${signal}`
      // The last lines are read once the pipes close, which a child of the child could hold open.
      child.once('close', () => done(how))
      setTimeout(() => done(how), LAST_LINES_MS).unref()
    })
  })
  const ready = new Promise<void>((done) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready')
        done()
    })
  })
  return { pid: child.pid ?? -1, exited, ready, lastLines: () => tail, stop: () => stopChild(child, exited) }
}

async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.pid === undefined) return
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    const late = new AbortController()
    await Promise.race([
      exited,
      wait(TERM_WAIT_MS, undefined, { signal: late.signal }).catch(() => undefined),
    ])
    late.abort()
  }
  // The whole session, for what the child started itself; with its leader gone the group may still have members.
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody left: the usual end.
  }
  await exited
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }))
}

function keepTail(tail: string[], line: string): void {
  tail.push(line)
  if (tail.length > TAIL_LINES) tail.shift()
}

function follow(stream: NodeJS.ReadableStream | null, take: (line: string) => void): void {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
  stream?.on('end', () => {
    if (rest !== '') take(rest)
  })
}
