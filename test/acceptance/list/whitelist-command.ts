import { execFile } from 'node:child_process'
import { join } from 'node:path'

export const WHITELIST_COMMAND = [
  process.execPath,
  join(import.meta.dirname, '../../../whitelist/bin/drim-whitelist.js'),
]

export interface CommandVerdict {
  readonly status: number
  readonly verdict: 'accepted' | 'refused' | undefined
  readonly code: string | null | undefined
  readonly entries?: number | null
  readonly digest?: string | null
  readonly signedAt?: string | null
  readonly output: string
}

/** Runs `drim-whitelist verify … --json`, or the same of another installation. */
export function verifyByCommand(
  arguments_: readonly string[],
  command: readonly string[] = WHITELIST_COMMAND,
  cwd?: string,
): Promise<CommandVerdict> {
  const [program = '', ...given] = command
  return new Promise((resolve) => {
    execFile(program, [...given, 'verify', ...arguments_, '--json'], { cwd }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      const output = stdout + stderr
      try {
        resolve({ ...(JSON.parse(stdout) as CommandVerdict), status, output })
      } catch {
        resolve({ status, verdict: undefined, code: undefined, output })
      }
    })
  })
}
