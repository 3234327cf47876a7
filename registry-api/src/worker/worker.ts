import { webcrypto } from 'node:crypto'
import { appendChanges } from '../audit/append-changes.ts'
import type { Clock } from '../clock.ts'
import { tryAdvisoryLock } from '../db/advisory-lock.ts'
import { isDatabaseUnavailable } from '../db/failures.ts'
import { systemPrincipal } from '../db/principal.ts'
import { openSessions } from '../db/sessions.ts'
import { createInTransaction } from '../db/transaction.ts'
import { createUuidV7 } from '../db/uuid.ts'
import type { Log } from '../log.ts'
import { deliverMails } from '../mails/deliver-mails.ts'
import { readMailBacklog } from '../mails/mail-backlog.ts'
import { resolveRecipients } from '../mails/resolve-recipients.ts'
import { createSmtpClient } from '../mails/smtp.client.ts'
import { createHeadKeeper } from './audit-heads.ts'
import type { WorkerConfig } from './config.ts'
import { periodicWork } from './periodic-work.ts'
import { repeat, type Timers } from './repeat.ts'
import { runPeriodicWork } from './run-periodic-work.ts'

// While the mail server is away, each look waits twice as long as the one before.
const AWAY_MS_MAX = 30_000

/**
 * Sends the mails, runs what nouns do by themselves, and says how it fares. Several workers may run on one database:
 * each mail is claimed by one of them, each periodic work locked by one.
 */
export async function startWorker(
  config: WorkerConfig,
  { clock, log, timers }: { readonly clock: Clock; readonly log: Log; readonly timers: Timers },
) {
  const sessions = openSessions(config.databaseUrl, { max: config.lanes + 4 })
  const newId = createUuidV7(clock, (bytes) => webcrypto.getRandomValues(bytes))
  const world = {
    inTransaction: createInTransaction({ sessions, clock, newId, beforeCommit: appendChanges }),
    clock,
  }
  const delivery = {
    world,
    smtp: createSmtpClient(config.smtp),
    domain: config.smtp.from.address.split('@')[1]!,
    retry: config.retry,
    leaseMs: config.leaseMs,
    lanes: config.lanes,
    random: Math.random,
    log,
  }
  let isStopping = false
  let awayRounds = 0

  const guarded = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      // Claims run out and locks end with their session: the next round finds everything again.
      if (isDatabaseUnavailable(error)) log.warn(`${what}-held`, { code: 'database-unavailable' })
      else log.error(`${what}-failed`, error)
    }
  }

  const sendMails = async (): Promise<number> => {
    await guarded('mails', async () => {
      await resolveRecipients(world, config.agency)
      const round = await deliverMails(delivery, () => isStopping)
      if (round.isServerAway === undefined) return
      if (round.isServerAway && awayRounds === 0) log.warn('mail-server-away')
      if (!round.isServerAway && awayRounds > 0) log.info('mail-server-back')
      awayRounds = round.isServerAway ? awayRounds + 1 : 0
    })
    return Math.max(
      config.mailCheckMs,
      awayRounds === 0 ? 0 : Math.min(AWAY_MS_MAX, config.mailCheckMs * 2 ** Math.min(awayRounds, 20)),
    )
  }

  const runPeriodic = async (): Promise<number> => {
    const deps = { world, log, tryLock: (name: string) => tryAdvisoryLock(sessions, name) }
    await runPeriodicWork(deps, periodicWork, () => isStopping)
    return config.periodicMs
  }

  const sayHealth = async (): Promise<number> => {
    await guarded('health', async () => {
      const backlog = await world.inTransaction(systemPrincipal('worker'), readMailBacklog, {
        readOnly: true,
      })
      const { oldestWaitingAt: oldest, ...counts } = backlog
      const age = oldest === undefined ? 0 : Math.round((clock().getTime() - oldest.getTime()) / 1_000)
      log.info('health', { ...counts, oldestWaitingSeconds: age, isMailServerAway: awayRounds > 0 })
    })
    return config.healthMs
  }

  const keepHead =
    config.auditHeads === undefined ? undefined : createHeadKeeper(world, config.auditHeads.file)
  const keepHeads = async (): Promise<number> => {
    await guarded('audit-head', async () => {
      await keepHead?.()
    })
    return config.auditHeads?.everyMs ?? config.periodicMs
  }

  // A worker whose database does not answer says so at its start, as registry-api does.
  try {
    await world.inTransaction(systemPrincipal('worker'), readMailBacklog, { readOnly: true })
  } catch (error) {
    await sessions.close()
    throw error
  }
  const stops = [sendMails, runPeriodic, keepHeads, sayHealth].map((work) => repeat(timers, work))
  return {
    async stop(): Promise<void> {
      isStopping = true
      await Promise.all(stops.map((stop) => stop()))
      await sessions.close()
    },
  }
}
