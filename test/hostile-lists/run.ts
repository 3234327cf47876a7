import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { askAll } from './ask-command.ts'
import { makeKit } from './kit.ts'
import { writeKit } from './write-kit.ts'

const USAGE = `usage: npm run hostile-lists -- [--write DIRECTORY] [--codes] [--xfails FILE] [verifier command …]

Builds the kit of hostile lists and asks a verifier about every one of them. Without a command: ours, codes compared.
The command gets the arguments of "drim-whitelist verify" and answers by exit status: 0 accepted, 1 refused.

  --write DIRECTORY  keep the kit there (manifest.json says what is expected); without a command nothing is asked
  --codes            demand our codes in the JSON that the command prints, and not only a refusal
  --xfails FILE      ids of lists, one a line, that the verifier is known to judge wrongly; one that it judges rightly is told`

const OURS = [process.execPath, join(import.meta.dirname, '../../whitelist/bin/drim-whitelist.js')]

const OPTIONS = {
  write: { type: 'string' },
  codes: { type: 'boolean' },
  xfails: { type: 'string' },
  help: { type: 'boolean' },
} as const

/** Our options end where the command begins: what follows it is the command's own. */
function readArguments(argv: readonly string[]) {
  let at = 0
  while (argv[at]?.startsWith('--') === true && argv[at] !== '--') {
    at += /^--(write|xfails)$/.test(argv[at] ?? '') ? 2 : 1
  }
  const { values } = parseArgs({ args: argv.slice(0, at), options: OPTIONS })
  return { values, command: argv.slice(argv[at] === '--' ? at + 1 : at) }
}

async function main(argv: readonly string[]): Promise<number> {
  const { values, command: given } = readArguments(argv)
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const directory =
    values.write === undefined ? await mkdtemp(join(tmpdir(), 'drim-hostile-')) : resolve(values.write)
  try {
    const manifest = await writeKit(await makeKit(), directory)
    if (values.write !== undefined) console.log(`${manifest.lists.length} lists written to ${directory}`)
    if (values.write !== undefined && given.length === 0) return 0
    const command = given.length === 0 ? OURS : given
    const codes = values.codes === true || given.length === 0
    const known = values.xfails === undefined ? [] : lines(await readFile(values.xfails, 'utf8'))
    return await judge(command, directory, manifest, { codes, known })
  } finally {
    if (values.write === undefined) await rm(directory, { recursive: true, force: true })
  }
}

async function judge(
  command: readonly string[],
  directory: string,
  manifest: Awaited<ReturnType<typeof writeKit>>,
  { codes, known }: { codes: boolean; known: readonly string[] },
): Promise<number> {
  let right = 0
  const wrong: string[] = []
  const healed: string[] = []
  await askAll(command, directory, manifest, (list, answer) => {
    const { verdict, code } = list.expected
    const isRight = answer.verdict === verdict && (!codes || answer.code === code)
    if (isRight) right += 1
    if (isRight && known.includes(list.id)) healed.push(list.id)
    if (isRight || known.includes(list.id)) return
    wrong.push(list.id)
    console.log(`WRONG ${list.id}: ${answer.verdict} ${answer.code ?? ''}; due: ${verdict} ${code ?? ''}`)
    console.log(`      ${list.why}`)
    if (answer.verdict === 'fault') console.log(`      ${answer.output.trim().replaceAll('\n', '\n      ')}`)
  })
  for (const id of healed) console.log(`judged rightly, take it off the list of known failures: ${id}`)
  console.log(`${right} of ${manifest.lists.length} judged rightly${codes ? ', codes included' : ''}`)
  return wrong.length + healed.length === 0 ? 0 : 1
}

function lines(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' || line.startsWith('#') ? [] : [line.trim()]))
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  console.error(USAGE)
  return 2
})
