import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  'trust-anchor': { type: 'string', multiple: true },
  intermediate: { type: 'string', multiple: true },
  crl: { type: 'string', multiple: true },
  'require-crl': { type: 'boolean' },
  at: { type: 'string' },
  held: { type: 'string' },
  'signer-dn': { type: 'string' },
  'signer-cn': { type: 'string' },
  'signer-ou': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type Options = ReturnType<typeof parse>['values']

/** What each command takes: number of files, options beside --json and --help. */
const COMMANDS = {
  verify: {
    files: 1,
    options: [
      'trust-anchor',
      'intermediate',
      'crl',
      'require-crl',
      'at',
      'held',
      'signer-dn',
      'signer-cn',
      'signer-ou',
    ],
  },
  inspect: { files: 1, options: [] },
  diff: { files: 2, options: [] },
} as const satisfies Record<string, { files: number; options: readonly (keyof typeof OPTIONS)[] }>

export type CommandName = keyof typeof COMMANDS

export interface Call {
  readonly command: CommandName | 'help'
  readonly files: readonly string[]
  readonly options: Options
}

/** Reads the command line. Throws UsageError. */
export function readArguments(argv: readonly string[]): Call {
  const { values, positionals } = parse(argv)
  if (values.help) return { command: 'help', files: [], options: values }
  const [name = '', ...files] = positionals
  if (!Object.hasOwn(COMMANDS, name))
    throw new UsageError(name ? `no such command: ${name}` : 'no command given')
  const command = name as CommandName
  const { files: count, options }: { files: number; options: readonly string[] } = COMMANDS[command]
  if (files.length !== count)
    throw new UsageError(`${command} takes ${count === 1 ? 'one file' : 'two files'}`)
  const foreign = Object.keys(values).find((option) => option !== 'json' && !options.includes(option))
  if (foreign) throw new UsageError(`${command} takes no --${foreign}`)
  return { command, files, options: values }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: spreadValues(argv), options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** `--crl a b` is `--crl a --crl b`: once command and file are named, what follows belongs to a repeatable option. */
function spreadValues(argv: readonly string[]): string[] {
  const spread: string[] = []
  let named = 0
  let repeatable: string | undefined
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index]!
    const option = argument.startsWith('--') ? OPTIONS[argument.slice(2) as keyof typeof OPTIONS] : undefined
    if (option?.type === 'string') {
      spread.push(argument, ...argv.slice(index + 1, index + 2))
      repeatable = 'multiple' in option ? argument : undefined
      index += 1
    } else if (argument.startsWith('--') || named < 2 || repeatable === undefined) {
      spread.push(argument)
      if (argument.startsWith('--')) repeatable = undefined
      else named += 1
    } else {
      spread.push(repeatable, argument)
    }
  }
  return spread
}
