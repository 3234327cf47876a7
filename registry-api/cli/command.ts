import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import type { Clock } from './clock.ts'
import { UsageError } from './errors.ts'
import type { Terminal } from './terminal.ts'

export interface CommandContext {
  readonly terminal: Terminal
  readonly clock: Clock
  /** Aborted by Ctrl-C and SIGTERM: a command that watches ends well. */
  readonly stopped: AbortSignal
}

/** One command of drim-registry: how it is written, and what it does. Its answer is the exit code. */
export interface Command {
  readonly usage: string
  readonly summary: string
  run(args: readonly string[], context: CommandContext): Promise<number>
}

export const API_OPTIONS = { api: { type: 'string' }, 'admin-key-file': { type: 'string' } } as const

/** Reads options strictly, and exactly `positionals` arguments (given as [least, most]). Throws UsageError. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  [least, most]: readonly [number, number],
) {
  const parsed = parseStrictly(args, options)
  const count = parsed.positionals.length
  if (count < least) throw new UsageError('an argument is missing')
  if (count > most) throw new UsageError(`one argument too many: ${parsed.positionals[most]}`)
  return parsed
}

function parseStrictly<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** A whole number of the command line. Throws UsageError. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new UsageError(`${name}: ${JSON.stringify(text)} is no whole number from ${least} to ${most}`)
}
