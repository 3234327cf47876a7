import { systemPrincipal } from '../db/principal.ts'
import type { Log } from '../log.ts'
import type { World } from '../world.ts'
import { pauseAfter, type RetryPlan, type Verdict } from './delivery.rules.ts'
import { revealSecrets } from './mail-slots.ts'
import { mailRepository, type ClaimedDelivery, type Ending } from './mail.repository.ts'
import type { Smtp } from './smtp.client.ts'

export interface DeliveryDeps {
  readonly world: World
  readonly smtp: Smtp
  /** Of the sender's address: the second half of every Message-ID. */
  readonly domain: string
  readonly retry: RetryPlan
  /** How long a claim holds: longer than the longest attempt, so that only a dead worker loses one. */
  readonly leaseMs: number
  readonly lanes: number
  readonly random: () => number
  readonly log: Log
}

export interface DeliveryRound {
  readonly sent: number
  /** Undefined: nothing was due, so nobody asked the server. */
  readonly isServerAway: boolean | undefined
}

const WORKER = systemPrincipal('worker')

/**
 * Sends what is due, some at a time, until nothing is or the server is away. Each is claimed in one transaction, sent
 * outside of any, and written down in another: a worker that dies in between leaves a claim that runs out, and the next
 * sends the same message under the same Message-ID.
 */
export async function deliverMails(deps: DeliveryDeps, isStopping: () => boolean): Promise<DeliveryRound> {
  let sent = 0
  let hasTried = false
  let isServerAway = false
  const lane = async (): Promise<void> => {
    while (!isServerAway && !isStopping()) {
      const claimed = await claim(deps)
      if (claimed === undefined) return
      hasTried = true
      const verdict = await deps.smtp.send(messageOf(claimed, deps))
      await writeDown(deps, claimed, verdict)
      if (verdict.is === 'sent') sent += 1
      if (verdict.is === 'again' && verdict.isServerAway) isServerAway = true
    }
  }
  await Promise.all(Array.from({ length: deps.lanes }, lane))
  return { sent, isServerAway: hasTried ? isServerAway : undefined }
}

async function claim({ world, leaseMs }: DeliveryDeps): Promise<ClaimedDelivery | undefined> {
  return world.inTransaction(WORKER, (tx) => mailRepository(tx).claimDue(new Date(tx.at.getTime() + leaseMs)))
}

function messageOf({ delivery, mail }: ClaimedDelivery, { domain }: DeliveryDeps) {
  return {
    messageId: `<${delivery.id}@${domain}>`,
    date: mail.createdAt,
    to: delivery.address,
    subject: mail.subject,
    text: revealSecrets(mail.body),
  }
}

async function writeDown(
  { world, retry, random, log }: DeliveryDeps,
  { delivery, mail }: ClaimedDelivery,
  verdict: Verdict,
): Promise<void> {
  const ending = await world.inTransaction(WORKER, async (tx) => {
    const end = endingOf(verdict, delivery.attempts, retry, random, tx.at)
    await mailRepository(tx).endAttempt(delivery, end)
    return end
  })
  const fields = { delivery: delivery.id, template: mail.template, attempt: delivery.attempts }
  if (ending.state === 'sent') log.info('mail-sent', fields)
  else log.warn(`mail-${ending.state}`, { ...fields, code: ending.code })
}

function endingOf(
  verdict: Verdict,
  attempt: number,
  retry: RetryPlan,
  random: () => number,
  at: Date,
): Ending {
  if (verdict.is === 'sent') return { state: 'sent' }
  if (verdict.is === 'refused') return { state: 'refused', code: verdict.code }
  if (attempt >= retry.attemptsMax) return { state: 'failed', code: verdict.code }
  return {
    state: 'waiting',
    code: verdict.code,
    nextAttemptAt: new Date(at.getTime() + pauseAfter(attempt, retry, random())),
  }
}
