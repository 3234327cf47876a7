import { setTimeout as sleep } from 'node:timers/promises'
import { encodeApproval } from '@trust-space/whitelist'
import type { Api } from './api.ts'
import { isDemoKey, type ApproverKey } from './approval/approver-key.ts'
import { updateHeldList, type HeldListDeps } from './approval/held-list.ts'
import { countsOf, describeReview, reviewDraft, type Review } from './approval/review-draft.ts'
import type { Clock } from './clock.ts'
import { CommandFailure, UsageError } from './errors.ts'
import { Publication, PublicationPage } from './publication.ts'
import { printable, type Terminal } from './terminal.ts'

export interface ApproveDeps {
  readonly api: Api
  readonly key: ApproverKey
  readonly held: Omit<HeldListDeps, 'say'>
  readonly trustSpace: string
  /** Life of the approval; the signer takes 30 minutes at most. */
  readonly minutes: number
  readonly reason: string | undefined
  readonly clock: Clock
  readonly terminal: Terminal
}

export interface Approved {
  readonly publication: Publication
  readonly review: Review
  readonly expiry: Date
}

/** The publication that waits for approvals, or the one asked for; undefined if none waits. */
export async function findWaiting(api: Api, sequence: number | undefined): Promise<Publication | undefined> {
  if (sequence !== undefined) {
    const publication = await api.json(`/v1/publications/${sequence}`, Publication)
    if (publication.state === 'awaiting') return publication
    throw new CommandFailure(
      'not-awaiting',
      `publication ${sequence} is ${printable(publication.state)}, it awaits nothing`,
    )
  }
  const { items } = await api.json('/v1/publications?state=awaiting', PublicationPage)
  return items[0]
}

/**
 * Approves one publication: own copy of the served list brought up to date, draft compared with it, difference
 * shown, `confirm` asked, approval signed and posted. Fails with the codes of held-list and review-draft, with
 * `not-approved` if `confirm` says no, or with the API's.
 */
export async function approvePublication(
  publication: Publication,
  deps: ApproveDeps,
  confirm: (review: Review) => Promise<boolean>,
): Promise<Approved> {
  const { api, terminal, key } = deps
  const held = await updateHeldList({ ...deps.held, say: (line) => terminal.warn(printable(line)) })
  const draft = await api.request(`/v1/publications/${publication.sequence}/content.xml`)
  const review = reviewDraft(publication, draft.bytes, held)
  const { sequence, baseSequence, baseDigest, contentDigest, approvals, approvalsNeeded } = publication
  terminal.print(
    `publication ${sequence} of ${printable(deps.trustSpace)}, on list ${baseSequence}; ${approvals} of ${approvalsNeeded} approvals given`,
    ...describeReview(review),
  )
  if (!(await confirm(review)))
    throw new CommandFailure('not-approved', `publication ${sequence} was not approved`)
  const expiry = new Date(deps.clock().getTime() + deps.minutes * 60_000)
  const claims = {
    trustSpace: deps.trustSpace,
    baseSequence,
    baseDigest,
    newSequence: sequence,
    contentDigest,
    reason: deps.reason ?? `lines added, removed, changed: ${countsOf(review)}`,
    expiry: expiry.toISOString(),
  }
  const approval = encodeApproval(claims, key.kid, (bytes) => key.sign(bytes))
  await api.request(`/v1/publications/${sequence}/approvals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ approval }),
  })
  terminal.print(`approved publication ${sequence} as ${printable(key.kid)}, until ${expiry.toISOString()}`)
  return { publication, review, expiry }
}

/** Asks a person to type the three counts: who approves has read at least how much. */
export async function confirmByCounts(terminal: Terminal, review: Review): Promise<boolean> {
  const typed = await terminal.ask(
    'To approve, type the numbers of lines added, removed and changed ("0 0 0" for none): ',
  )
  return typed?.trim().split(/\s+/).join(' ') === countsOf(review)
}

/**
 * Approves every publication that comes to wait, without a person, until `stopped`. Only a demonstration key may:
 * a signer in mode real knows none. What fails is said once, and tried again.
 */
export async function approveUnattended(
  deps: ApproveDeps,
  everySeconds: number,
  stopped: AbortSignal,
): Promise<void> {
  if (!isDemoKey(deps.key)) {
    throw new UsageError(
      `--unattended takes a key marked DEMO; ${printable(deps.key.kid)} belongs to a person`,
    )
  }
  const approvedUntil = new Map<string, Date>()
  let lastFault = ''
  while (!stopped.aborted) {
    try {
      const waiting = await findWaiting(deps.api, undefined)
      const draft = waiting && `${waiting.sequence} ${waiting.baseDigest} ${waiting.contentDigest}`
      // An approval that ran out before a second person came is given again.
      if (waiting && draft && (approvedUntil.get(draft)?.getTime() ?? 0) <= deps.clock().getTime()) {
        // Nobody reads along: what was compared is told once it is approved, not at each attempt.
        const lines: string[] = []
        const terminal = {
          ...deps.terminal,
          print: (...texts: readonly string[]) => void lines.push(...texts),
        }
        const { expiry } = await approvePublication(waiting, { ...deps, terminal }, async () => true)
        approvedUntil.set(draft, expiry)
        deps.terminal.print(...lines)
      }
      lastFault = ''
    } catch (error) {
      // A file of the approver's own that is being renewed is as passing a fault as an API that restarts.
      if (!(error instanceof CommandFailure) && !(error instanceof UsageError)) throw error
      const fault = error instanceof CommandFailure ? `${error.code}: ${error.message}` : error.message
      if (fault !== lastFault) deps.terminal.warn(printable(`not approved: ${fault}`))
      lastFault = fault
    }
    await sleep(everySeconds * 1_000, undefined, { signal: stopped }).catch(() => undefined)
  }
}
