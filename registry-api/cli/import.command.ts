import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { connectApi } from './api.ts'
import { API_OPTIONS, readOptions, type Command } from './command.ts'
import { UsageError } from './errors.ts'
import { readOrUsage } from './files.ts'
import { printable } from './terminal.ts'

const OPTIONS = {
  ...API_OPTIONS,
  at: { type: 'string' },
  'trust-anchor': { type: 'string', multiple: true },
  intermediate: { type: 'string', multiple: true },
  'signer-cn': { type: 'string' },
  'signer-ou': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

const Line = z.looseObject({ number: z.number(), wadoHost: z.string(), denomination: z.string() })
const ImportReport = z.looseObject({
  outcome: z.enum(['bootstrap', 'comparison']),
  isDryRun: z.boolean(),
  list: z.looseObject({
    signedAt: z.string(),
    digest: z.string(),
    entryCount: z.number(),
    signerDn: z.string(),
  }),
  warnings: z.array(z.object({ code: z.string(), detail: z.string() })),
  entered: z.object({ operators: z.number(), drimboxes: z.number() }),
  differences: z.object({
    added: z.array(Line),
    removed: z.array(Line),
    changed: z.array(z.looseObject({ before: Line, fields: z.array(z.string()) })),
  }),
})

/** Imports a signed list into an empty registry; into any other, only compares. */
export const importCommand: Command = {
  summary: 'bring a signed list into an empty registry, or compare one with what is there',
  usage: `import FILE [--at TIME] [--trust-anchor PEM… --intermediate PEM…] [--signer-cn CN] [--signer-ou OU] [--dry-run] [--json]
  TIME (RFC 3339) is when signer and chain are judged. A list of another authority comes with that authority's certificates.`,
  async run(args, { terminal }) {
    const { values, positionals } = readOptions(args, OPTIONS, [1, 1])
    const body = await readOrUsage('FILE', positionals[0] ?? '')
    const query = new URLSearchParams({ dryRun: String(values['dry-run']) })
    if (values.at !== undefined) query.set('at', timeOf(values.at))
    if (values['signer-cn'] !== undefined) query.set('signerCn', values['signer-cn'])
    if (values['signer-ou'] !== undefined) query.set('signerOu', values['signer-ou'])
    const headers = {
      'content-type': 'application/xml',
      ...(await certificates('x-import-trust-anchors', '--trust-anchor', values['trust-anchor'])),
      ...(await certificates('x-import-intermediates', '--intermediate', values.intermediate)),
    }
    const api = await connectApi(values)
    const options = { method: 'POST', headers, body, timeoutMs: 300_000 }
    const report = await api.json(`/v1/imports?${query.toString()}`, ImportReport, options)
    terminal.print(...(values.json ? [JSON.stringify(report)] : describe(report)))
    return 0
  },
}

function describe({
  outcome,
  isDryRun,
  list,
  warnings,
  entered,
  differences,
}: z.infer<typeof ImportReport>): string[] {
  const { added, removed, changed } = differences
  const done = isDryRun ? 'would be entered' : 'entered'
  return [
    `list of ${list.entryCount} lines, signed at ${list.signedAt} by ${list.signerDn}: accepted`,
    outcome === 'bootstrap'
      ? `${entered.operators} operators and ${entered.drimboxes} DRIMboxes ${done}`
      : `compared only, for this registry is not empty: ${added.length} added, ${removed.length} removed, ${changed.length} changed`,
    ...warnings.map(({ code, detail }) => `warning ${code}: ${detail}`),
    ...(outcome === 'bootstrap' ? [] : added.map((line) => `+ ${inWords(line)}`)),
    ...removed.map((line) => `- ${inWords(line)}`),
    ...changed.map(({ before, fields }) => `~ ${inWords(before)}: ${fields.join(', ')}`),
  ].map(printable)
}

function inWords({ number, wadoHost, denomination }: z.infer<typeof Line>): string {
  return `${number} ${wadoHost} | ${denomination}`
}

function timeOf(text: string): string {
  const time = new Date(text)
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(time.getTime())) {
    throw new UsageError(`--at: ${text} is no time of RFC 3339, such as 2025-07-24T00:00:00Z`)
  }
  return time.toISOString()
}

/** Every certificate of some PEM or DER files, as the header that carries them. */
async function certificates(
  header: string,
  option: string,
  files: readonly string[] | undefined,
): Promise<Record<string, string>> {
  if (files === undefined) return {}
  const ders: string[] = []
  for (const file of files) {
    const bytes = await readOrUsage(option, file)
    const blocks = bytes
      .toString('latin1')
      .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [bytes]
    try {
      for (const block of blocks) ders.push(new X509Certificate(block).raw.toString('base64'))
    } catch {
      throw new UsageError(`${option}: ${file} holds no certificate`)
    }
  }
  return { [header]: ders.join(',') }
}
