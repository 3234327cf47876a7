import { open } from 'node:fs/promises'
import { verifyChain, type ChainReport } from '../src/audit/verify-chain.ts'
import { connectApi } from './api.ts'
import { eventsOf, eventsOfFile } from './audit/events.ts'
import { headsOfFile, headsOfLists } from './audit/heads.ts'
import { API_OPTIONS, readOptions, type Command, type CommandContext } from './command.ts'
import { UsageError } from './errors.ts'
import { printable } from './terminal.ts'

const OPTIONS = {
  ...API_OPTIONS,
  heads: { type: 'string', multiple: true },
  lists: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const

/** Takes the audit out of the registry, and says whether its chain is what was vouched for outside. */
export const auditCommand: Command = {
  summary: 'export the audit, or verify its chain against the heads kept outside',
  usage: `audit export FILE
       drim-registry audit verify [FILE] [--heads FILE…] [--lists DIRECTORY…] [--json]
  Without FILE, verify asks the registry. Heads: the worker's file, and the directory of published lists.
  It ends with 0 only if every event that an outside head vouches for is there, unchanged.`,
  async run(args, context) {
    const { values, positionals } = readOptions(args, OPTIONS, [1, 2])
    const [what, file] = positionals
    if (what === 'export' && file !== undefined)
      return exportTo(file, eventsOf(await connectApi(values)), context)
    if (what !== 'verify') throw new UsageError('audit export FILE, or audit verify')
    const outside = [
      ...(await Promise.all((values.heads ?? []).map(headsOfFile))).flat(),
      ...(await Promise.all((values.lists ?? []).map(headsOfLists))).flat(),
    ]
    const events = file === undefined ? eventsOf(await connectApi(values)) : eventsOfFile(file)
    const report = await verifyChain(events, outside)
    context.terminal.print(...(values.json ? [JSON.stringify(report)] : describe(report, outside.length)))
    return report.faults.length === 0 ? 0 : 1
  },
}

async function exportTo(
  path: string,
  events: ReturnType<typeof eventsOf>,
  { terminal }: CommandContext,
): Promise<number> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  })
  let count = 0
  let last = ''
  try {
    for await (const event of events) {
      await file.write(`${JSON.stringify(event)}\n`)
      count += 1
      last = `, the last one ${event.seq} with hash ${event.hash ?? 'none'}`
    }
    await file.sync()
  } finally {
    await file.close()
  }
  terminal.print(printable(`${count} events in ${path}${last}`))
  return 0
}

function describe(report: ChainReport, heads: number): string[] {
  const { events, head, faults, provenUpTo, unprovable } = report
  const lines = [
    `${events} events${head === undefined ? '' : `, the last one ${head.seq} with hash ${head.hash}`}`,
    heads === 0
      ? 'no head from outside was given: the chain can be whole and yet written anew'
      : `${heads} heads from outside vouch for everything up to event ${provenUpTo}`,
  ]
  if (unprovable > 0)
    lines.push(`${unprovable} events after it are younger than the last head: unprovable until the next one`)
  if (faults.length === 0) lines.push('the chain holds')
  for (const { seq, code, detail } of faults) lines.push(`event ${seq}: ${code}: ${detail}`)
  return lines.map(printable)
}
