import { TrustError } from '../src/errors.ts'
import { DistinguishedNameError, FormatError } from '../src/format/index.ts'
import { readArguments } from './arguments.ts'
import { systemClock } from './clock.ts'
import { HELP } from './help.ts'
import { printable, printableJson } from './terminal.ts'
import { UsageError } from './usage-error.ts'

interface Answer {
  readonly exitCode: 0 | 1
  readonly json: unknown
  readonly words: readonly string[]
}

/** Commands load when they are asked for. */
async function answer(call: ReturnType<typeof readArguments>): Promise<Answer> {
  const [first = '', second = ''] = call.files
  switch (call.command) {
    case 'help':
      return { exitCode: 0, json: HELP, words: HELP.trimEnd().split('\n') }
    case 'verify': {
      const { describeVerdict, verify } = await import('./verify-command.ts')
      const verdict = await verify(first, call.options, systemClock)
      return {
        exitCode: verdict.verdict === 'accepted' ? 0 : 1,
        json: verdict,
        words: describeVerdict(verdict),
      }
    }
    case 'inspect': {
      const { describeInspection, inspect } = await import('./inspect-command.ts')
      try {
        const inspection = await inspect(first)
        return { exitCode: 0, json: inspection, words: describeInspection(inspection) }
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        const { code, detail } = error
        return { exitCode: 1, json: { code, detail }, words: [`no list: ${code}`, `  ${detail}`] }
      }
    }
    case 'diff': {
      const { describeDifference, diff, isSame } = await import('./diff-command.ts')
      const difference = await diff(first, second)
      return { exitCode: isSame(difference) ? 0 : 1, json: difference, words: describeDifference(difference) }
    }
  }
}

try {
  const call = readArguments(process.argv.slice(2))
  const { exitCode, json, words } = await answer(call)
  process.stdout.write(
    call.options.json && call.command !== 'help'
      ? `${printableJson(json)}\n`
      : words.map((line) => `${printable(line)}\n`).join(''),
  )
  process.exitCode = exitCode
} catch (error) {
  const isMisuse =
    error instanceof UsageError || error instanceof TrustError || error instanceof DistinguishedNameError
  if (!isMisuse) throw error
  process.stderr.write(`drim-whitelist: ${printable(error.message)}\n`)
  if (error instanceof UsageError) process.stderr.write('Try --help.\n')
  process.exitCode = 2
}
