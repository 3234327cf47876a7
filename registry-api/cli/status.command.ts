import { z } from 'zod'
import { connectApi } from './api.ts'
import { API_OPTIONS, readOptions, type Command } from './command.ts'
import { PublicationPage } from './publication.ts'
import { describePublication } from './publish.command.ts'
import { printable } from './terminal.ts'

const Status = z.looseObject({
  trustSpace: z.string(),
  space: z.string(),
  mode: z.string(),
  whitelistUrl: z.string(),
  current: z
    .looseObject({
      sequence: z.number(),
      signedAt: z.string(),
      ageSeconds: z.number(),
      entryCount: z.number(),
      operatorCount: z.number(),
      digest: z.string(),
    })
    .nullable(),
  publisher: z
    .looseObject({
      fault: z.looseObject({ code: z.string(), detail: z.string(), at: z.string() }).nullable(),
    })
    .optional(),
})

/** Tells which list is in force, what waits, and what holds the next publication up. */
export const statusCommand: Command = {
  summary: 'tell which list is in force, and what waits',
  usage: 'status [--json]',
  async run(args, { terminal }) {
    const { values } = readOptions(
      args,
      { ...API_OPTIONS, json: { type: 'boolean', default: false } },
      [0, 0],
    )
    const api = await connectApi(values)
    const status = await api.json('/v1/status', Status)
    const { items } = await api.json('/v1/publications?limit=1', PublicationPage)
    const [newest] = items
    terminal.print(
      ...(values.json
        ? [JSON.stringify({ ...status, newestPublication: newest ?? null })]
        : [...describe(status), ...(newest ? describePublication(newest) : [])]),
    )
    return 0
  },
}

function describe({
  trustSpace,
  space,
  mode,
  whitelistUrl,
  current,
  publisher,
}: z.infer<typeof Status>): string[] {
  const lines = [`trust space ${trustSpace} (${space}, mode ${mode}), list at ${whitelistUrl}`]
  if (current === null) lines.push('no list has been published yet')
  else {
    const { sequence, entryCount, operatorCount, signedAt, ageSeconds, digest } = current
    lines.push(
      `list ${sequence} in force: ${entryCount} lines of ${operatorCount} operators, signed at ${signedAt}, ${inWords(ageSeconds)} ago`,
      `  digest ${digest}`,
    )
  }
  const fault = publisher?.fault
  if (fault) lines.push(`publication is held up since ${fault.at}: ${fault.code}: ${fault.detail}`)
  return lines.map(printable)
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} days`
}
