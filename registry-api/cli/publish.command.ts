import { setTimeout as sleep } from 'node:timers/promises'
import { connectApi } from './api.ts'
import { API_OPTIONS, readOptions, wholeNumber, type Command } from './command.ts'
import { Publication } from './publication.ts'
import { printable } from './terminal.ts'

const OPTIONS = {
  ...API_OPTIONS,
  wait: { type: 'string', default: '0' },
  json: { type: 'boolean', default: false },
} as const
/** States that people or the signer are still at work in. */
const UNFINISHED = ['draft', 'awaiting', 'approved', 'signing']

/** Asks for a publication now; what needs people is left waiting, and said. */
export const publishCommand: Command = {
  summary: 'publish now: what changed, or the same lines signed again',
  usage: 'publish [--wait SECONDS] [--json]   (0: served, or waiting for approvals; 1: refused)',
  async run(args, { terminal, stopped }) {
    const { values } = readOptions(args, OPTIONS, [0, 0])
    const seconds = wholeNumber('--wait', values.wait, 0, 86_400)
    const api = await connectApi(values)
    let publication = await api.json('/v1/publications', Publication, { method: 'POST' })
    for (let waited = 0; waited < seconds && UNFINISHED.includes(publication.state); waited += 1) {
      if (stopped.aborted) break
      await sleep(1_000)
      publication = await api.json(`/v1/publications/${publication.sequence}`, Publication)
    }
    terminal.print(...(values.json ? [JSON.stringify(publication)] : describePublication(publication)))
    return publication.state === 'served' || UNFINISHED.includes(publication.state) ? 0 : 1
  },
}

/** A publication in words. */
export function describePublication(publication: Publication): string[] {
  const { sequence, state, kind, entryCount, changes, approvals, approvalsNeeded, refusal } = publication
  const effect = `${changes.added} added, ${changes.removed} removed, ${changes.changed} changed`
  const lines = [`publication ${sequence} (${kind}): ${state}; ${entryCount} lines, ${effect}`]
  if (state === 'awaiting')
    lines.push(`  ${approvals} of ${approvalsNeeded} approvals: drim-registry approve ${sequence} …`)
  if (refusal !== undefined) lines.push(`  ${refusal.code}: ${refusal.detail}`)
  return lines.map(printable)
}
