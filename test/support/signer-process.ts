import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

export interface SignerProcess {
  readonly child: ChildProcess
  readonly pid: number
  /** What it wrote so far, both streams. */
  output(): string
  /** SIGTERM, then the exit code. */
  stop(): Promise<number | null>
  /** kill -9. */
  kill(): Promise<void>
}

export interface SignerExit {
  readonly exitCode: number | null
  readonly output: string
}

/** Starts the real signer process; gives it back once it says that it is ready, or how it ended instead. */
export async function startSignerProcess(
  environment: Readonly<Record<string, string>>,
): Promise<SignerProcess | SignerExit> {
  const child = spawn(process.execPath, ['--conditions=development', join(ROOT, 'signer/src/main.ts')], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const closed = once(child, 'close') as Promise<[number | null]>
  const ready = await Promise.race([once(child, 'message').then(() => true), closed.then(() => false)])
  if (!ready) return { exitCode: child.exitCode, output }
  return {
    child,
    pid: child.pid ?? 0,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await closed
      return code
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

/** The same, where it must start. */
export async function startedSigner(environment: Readonly<Record<string, string>>): Promise<SignerProcess> {
  const started = await startSignerProcess(environment)
  if ('exitCode' in started) throw new Error(`the signer ended with ${started.exitCode}:\n${started.output}`)
  return started
}
