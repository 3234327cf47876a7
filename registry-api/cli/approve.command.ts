import type { SignerIdentity } from '@trust-space/whitelist'
import { z } from 'zod'
import { connectApi } from './api.ts'
import { openApprover } from './approver.ts'
import {
  approvePublication,
  approveUnattended,
  confirmByCounts,
  findWaiting,
  type ApproveDeps,
} from './approve.ts'
import { API_OPTIONS, readOptions, wholeNumber, type Command, type CommandContext } from './command.ts'
import { readReady } from './config.ts'
import { UsageError } from './errors.ts'

const TrustSpaceJson = z.looseObject({ trustSpace: z.string() })

const OPTIONS = {
  ...API_OPTIONS,
  'key-file': { type: 'string' },
  kid: { type: 'string' },
  'passphrase-file': { type: 'string' },
  held: { type: 'string' },
  'whitelist-url': { type: 'string' },
  'trust-anchor': { type: 'string', multiple: true },
  intermediate: { type: 'string', multiple: true },
  crl: { type: 'string', multiple: true },
  'signer-dn': { type: 'string' },
  'signer-cn': { type: 'string' },
  'signer-ou': { type: 'string' },
  'trust-space': { type: 'string' },
  minutes: { type: 'string', default: '15' },
  reason: { type: 'string' },
  watch: { type: 'boolean', default: false },
  every: { type: 'string', default: '2' },
  unattended: { type: 'boolean', default: false },
} as const

export const approveCommand: Command = {
  summary: 'approve the publication that waits, after comparing it with the list you hold',
  usage: `approve [SEQUENCE] --key-file FILE --kid NAME --held FILE [--passphrase-file FILE]
    [--trust-anchor PEM… --intermediate PEM… --crl FILE…] [--signer-dn DN | --signer-cn CN --signer-ou OU]
    [--whitelist-url URL] [--trust-space NAME] [--minutes 1..30] [--reason TEXT] [--watch --unattended [--every SECONDS]]
  FILE of --held is your own copy of the last served list; it is brought up to date after the served list is verified.`,

  async run(args, context) {
    const { values, positionals } = readOptions(args, OPTIONS, [0, 1])
    if (values.watch !== values.unattended) throw new UsageError('--watch and --unattended go together')
    const sequence =
      positionals[0] === undefined ? undefined : wholeNumber('SEQUENCE', positionals[0], 1, 2 ** 31 - 1)
    const deps = await wireApprover(values, context)
    if (values.watch) {
      if (sequence !== undefined) throw new UsageError('--watch approves whatever waits: give no SEQUENCE')
      await approveUnattended(deps, wholeNumber('--every', values.every, 1, 3_600), context.stopped)
      return 0
    }
    const waiting = await findWaiting(deps.api, sequence)
    if (waiting === undefined) {
      context.terminal.print('no publication waits for approval')
      return 0
    }
    await approvePublication(waiting, deps, (review) => confirmByCounts(context.terminal, review))
    return 0
  },
}

type Values = ReturnType<typeof readOptions<typeof OPTIONS>>['values']

async function wireApprover(values: Values, context: CommandContext): Promise<ApproveDeps> {
  const api = await connectApi(values)
  // An approver who gives anchors of his own gets none from the instance he is to judge.
  const ready = values['trust-anchor'] && values['whitelist-url'] ? undefined : await readReady()
  const settings = {
    keyFile: required('--key-file', values['key-file']),
    kid: required('--kid', values.kid),
    passphraseFile: values['passphrase-file'],
    heldFile: required('--held', values.held),
    whitelistUrl: required('--whitelist-url', values['whitelist-url'] ?? ready?.whitelistUrl),
    anchorFiles: required('--trust-anchor', values['trust-anchor'] ?? (ready && [ready.trustAnchorFile])),
    intermediateFiles: required('--intermediate', values.intermediate ?? ready?.intermediateFiles),
    crlFiles: values.crl ?? ready?.crlFiles ?? [],
    signer: signerOf(values, ready?.signerDn),
    minutes: wholeNumber('--minutes', values.minutes, 1, 30),
    reason: values.reason,
  }
  const trustSpace = values['trust-space'] ?? (await api.json('/v1/status', TrustSpaceJson)).trustSpace
  return openApprover(api, { ...settings, trustSpace }, context)
}

function signerOf(values: Values, readyDn: string | undefined): SignerIdentity {
  const { 'signer-cn': commonName, 'signer-ou': organizationalUnit } = values
  if (commonName !== undefined && organizationalUnit !== undefined) return { commonName, organizationalUnit }
  return { dn: required('--signer-dn, or --signer-cn with --signer-ou,', values['signer-dn'] ?? readyDn) }
}

function required<Value>(option: string, value: Value | undefined): Value {
  if (value === undefined) throw new UsageError(`${option} is missing`)
  return value
}
