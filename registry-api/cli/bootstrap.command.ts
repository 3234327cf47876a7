import { z } from 'zod'
import { connectApi } from './api.ts'
import { API_OPTIONS, readOptions, type Command } from './command.ts'
import { printable } from './terminal.ts'

const Issued = z.looseObject({
  organisationId: z.string(),
  expiresAt: z.string(),
  codes: z.array(z.looseObject({ role: z.string(), code: z.string() })),
})

const OPTIONS = {
  ...API_OPTIONS,
  name: { type: 'string' },
  'legal-name': { type: 'string' },
  siren: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

const ROLES: Readonly<Record<string, string>> = { AA: 'administrator', AD: 'decider' }

/** Prints the codes by which the first people of the agency become its members. They are shown this once. */
export const bootstrapCommand: Command = {
  summary: 'print the codes for the first people of the agency',
  usage:
    'bootstrap [--name DISPLAYED --legal-name LEGAL] [--siren SIREN] [--json]   (the names serve the first time)',
  async run(args, { terminal }) {
    const { values } = readOptions(args, OPTIONS, [0, 0])
    const api = await connectApi(values)
    const issued = await api.json('/v1/bootstrap-codes', Issued, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        displayName: values.name,
        legalName: values['legal-name'] ?? values.name,
        siren: values.siren,
      }),
    })
    terminal.print(...(values.json ? [JSON.stringify(issued)] : describe(issued)))
    return 0
  },
}

function describe({ codes, expiresAt }: z.infer<typeof Issued>): string[] {
  return [
    ...codes.map(({ role, code }) => `${role} (${ROLES[role] ?? role}): ${code}`),
    `Each serves one person, once, before ${expiresAt}: sign in at the portal, then enter it. Earlier codes are void.`,
  ].map(printable)
}
