import { z } from 'zod'
import { auditCommand } from './audit.command.ts'
import { approveCommand } from './approve.command.ts'
import { bootstrapCommand } from './bootstrap.command.ts'
import { drimboxCommand } from './drimbox.command.ts'
import { importCommand } from './import.command.ts'
import { publishCommand } from './publish.command.ts'
import { statusCommand } from './status.command.ts'
import { systemClock } from './clock.ts'
import type { Command } from './command.ts'
import { CommandFailure, UsageError } from './errors.ts'
import { processTerminal } from './process-terminal.ts'
import { printable } from './terminal.ts'

const Faults = z.array(z.object({ code: z.string(), detail: z.string() }))

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['status', statusCommand],
  ['import', importCommand],
  ['publish', publishCommand],
  ['approve', approveCommand],
  ['audit', auditCommand],
  ['suspend', drimboxCommand('suspend', 'take a DRIMbox off the list until it is restored')],
  ['restore', drimboxCommand('restore', 'put a suspended DRIMbox back on the list, once approved')],
  ['withdraw', drimboxCommand('withdraw', 'take a DRIMbox off the list for ever')],
  ['bootstrap', bootstrapCommand],
])

/** Runs drim-registry: 0 done, 1 refused or failed (with the code), 2 not understood (with the usage). */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = name === undefined ? undefined : COMMANDS.get(name)
  if (command === undefined) {
    const isHelp = name === 'help' || name === '--help'
    const say = isHelp ? processTerminal.print : processTerminal.warn
    say(usageOfAll(name))
    return isHelp ? 0 : 2
  }
  if (args.includes('--help')) {
    processTerminal.print(usageOf(command))
    return 0
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  try {
    return await command.run(args, { terminal: processTerminal, clock: systemClock, stopped: stop.signal })
  } catch (error) {
    if (error instanceof UsageError) {
      processTerminal.warn(`drim-registry: ${printable(error.message)}\n${usageOf(command)}`)
      return 2
    }
    if (!(error instanceof CommandFailure)) throw error
    processTerminal.warn(
      [`drim-registry: ${printable(error.code)}: ${printable(error.message)}`, ...faultsOf(error)].join('\n'),
    )
    return 1
  }
}

const FAULTS_SHOWN = 100

/** What is wrong with each line or field, where the API says it. */
function faultsOf({ problem }: CommandFailure): string[] {
  const faults = Faults.safeParse(problem?.['errors']).data ?? []
  const more = faults.length - FAULTS_SHOWN
  return [
    ...faults.slice(0, FAULTS_SHOWN).map(({ code, detail }) => `  ${printable(detail)} (${printable(code)})`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

function usageOf({ usage }: Command): string {
  return `usage: drim-registry ${usage}\n  Common options: --api URL --admin-key-file FILE; without them, those of the instance that runs here.`
}

function usageOfAll(name: string | undefined): string {
  const unknown =
    name === undefined || name === 'help' || name === '--help' ? [] : [`unknown command ${printable(name)}`]
  const list = [...COMMANDS].map(([command, { summary }]) => `  ${command.padEnd(9)} ${summary}`)
  return [...unknown, 'usage: drim-registry COMMAND …', ...list, '  COMMAND --help tells its options'].join(
    '\n',
  )
}

process.exitCode = await main(process.argv.slice(2))
