import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One "must show" line of an issue, run against the real product. */
export interface AcceptanceLine {
  readonly number: number
  readonly title: string
  run(context: AcceptanceContext): Promise<void>
}

export interface AcceptanceContext {
  /** A directory of this line alone, removed afterwards (kept when the line fails, and said). */
  readonly directory: string
  /** Prints a measured value. */
  figure(name: string, value: string | number): void
  /** Records whether something that must hold does; the line goes on, so that all faults are seen at once. */
  check(what: string, holds: boolean, seen?: unknown): void
  /** Prints progress of long work. */
  say(text: string): void
  /** Ends the line as not held, because something it needs is not on this machine. */
  skip(why: string): never
}

export type Verdict = 'held' | 'failed' | 'skipped'

class Skip extends Error {}

/** Runs one line; whatever it throws is a failed line, never a crash of the others. */
export async function runLine(line: AcceptanceLine, write: (text: string) => void): Promise<Verdict> {
  const directory = await mkdtemp(join(tmpdir(), `drim-acceptance-${line.number}-`))
  let faults = 0
  let checks = 0
  const context: AcceptanceContext = {
    directory,
    figure: (name, value) => write(`    ${name}: ${value}`),
    say: (text) => write(`    … ${text}`),
    check(what, holds, seen) {
      checks += 1
      if (!holds) faults += 1
      write(
        `    ${holds ? 'ok  ' : 'FAIL'} ${what}${holds || seen === undefined ? '' : `: ${inspect(seen)}`}`,
      )
    },
    skip(why) {
      throw new Skip(why)
    },
  }
  write(`\n${line.number}. ${line.title}`)
  try {
    await line.run(context)
  } catch (error) {
    if (error instanceof Skip) {
      write(`  SKIP ${error.message}`)
      await rm(directory, { recursive: true, force: true })
      return 'skipped'
    }
    faults += 1
    write(`    FAIL ${error instanceof Error ? (error.stack ?? error.message) : inspect(error)}`)
  }
  // A line that checked nothing showed nothing.
  const held = faults === 0 && checks > 0
  if (held) await rm(directory, { recursive: true, force: true })
  else write(`    kept for inspection: ${directory}`)
  return held ? 'held' : 'failed'
}

function inspect(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : text
}
