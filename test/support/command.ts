import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

export interface CommandResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a committed shim (`registry-api/bin/drim-registry.js`) as a process, with text on its standard input. */
export async function runCommand(
  shim: string,
  args: readonly string[],
  options: { readonly input?: string; readonly environment?: Record<string, string> } = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [join(ROOT, shim), ...args], {
    env: { PATH: process.env['PATH'], ...options.environment },
    stdio: 'pipe',
  })
  const result = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (result.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (result.stderr += text))
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, ...result }
}
