import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { assembleKnowledge } from './assemble.ts'
import { boundedGet } from './bounded-get.ts'
import type { Clock } from './clock.ts'
import { type Config, ConfigurationError } from './config.ts'
import { fetchObject, type ObjectAnswer } from './consumer.ts'
import { gateway } from './gateway.ts'
import { type Health, healthReport } from './health.ts'
import { healthServer } from './health-server.ts'
import type { Log } from './log.ts'
import { readMaterial } from './material.ts'
import { type FetchList, poller, type PollRecord } from './poller.ts'
import { source } from './source.ts'
import { removeUnfinishedWrites, writeAtomically, type WriteFile } from './write-atomically.ts'

const REVIEW_MS = 30_000

export interface Drimbox {
  /** Of the mutual TLS side. */
  readonly port: number
  readonly healthPort: number
  /** How the first poll ended. */
  readonly firstPoll: PollRecord
  pollNow(): Promise<PollRecord>
  /** Fetches the revocation lists; true when what is in force changed. */
  refreshRevocation(): Promise<boolean>
  health(): Promise<Health>
  fetchObject(host: string): Promise<ObjectAnswer>
  stop(): Promise<void>
}

export interface DrimboxDeps {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** 0 to 1; only spreads polls. */
  readonly random?: () => number
  /** What a test replaces to see a full disk or a late answer. */
  readonly writeFile?: WriteFile
  readonly fetchList?: FetchList
}

/**
 * Starts a box in this process: what the disk remembers, revocation lists, the gateway, the first poll. It starts
 * without the list server and without the authority, and then admits whom its memory allows. Throws
 * ConfigurationError, TrustError, or the system's error for an address that is taken.
 */
export async function startDrimbox(deps: DrimboxDeps): Promise<Drimbox> {
  const { config, clock, log } = deps
  const material = await readMaterial(config)
  await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new ConfigurationError(
        `DRIMBOX_DATA_DIR ${config.dataDirectory} cannot be made (${error.code ?? error.message})`,
      )
    },
  )
  const stopping = new AbortController()
  const { alarms, quarantine, revocation, list, admission } = await assembleKnowledge({
    config,
    material,
    clock,
    log,
    writeFile: deps.writeFile ?? writeAtomically,
    onChange: () => front.forgetSessions(),
  })
  const fetchList: FetchList = (etag, signal) =>
    boundedGet(config.whitelistUrl, {
      etag,
      signal,
      bytesMax: config.listBytesMax,
      timeoutMs: config.fetchTimeoutMs,
    })
  const polls = poller({
    fetchList: deps.fetchList ?? fetchList,
    list,
    periodMs: config.pollMs,
    attemptMs: config.fetchTimeoutMs,
    alarms,
    clock,
    log,
    random: deps.random ?? Math.random,
    afterPoll: () => guarded('review', () => health.review()),
  })
  const front = gateway({
    material,
    admission,
    serve: source({ config, list, clock }),
    log,
    onStranger: polls.nudge,
  })
  const health = healthReport({
    config,
    material,
    list,
    poller: polls,
    revocation,
    admission,
    quarantine,
    alarms,
    tlsFaults: front.tlsFaults,
    clock,
  })
  const page = healthServer({ health, log })

  async function refreshRevocation(): Promise<boolean> {
    const hasChanged = await revocation.refresh(stopping.signal)
    if (hasChanged) {
      front.forgetSessions()
      await list.verifyAgain()
      // A list may have been refused for want of them.
      if (list.inForce() === undefined && isStarted) void polls.pollNow()
    }
    health.review()
    return hasChanged
  }

  /** Work that nobody waits for: a defect in it is said and does not end the process, which still refuses strangers. */
  function guarded(what: string, work: () => unknown): void {
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => log({ event: 'defect', what, detail: String(error) }))
  }

  let isStarted = false
  const timers: NodeJS.Timeout[] = []
  async function stop(): Promise<void> {
    for (const timer of timers) clearInterval(timer)
    stopping.abort()
    await polls.stop()
    await Promise.all([front.stop(), page.stop()])
    log({ event: 'stopped' })
  }

  try {
    // Memory first, so that an outage of everything else changes nothing; then what may have been revoked since.
    for (const part of ['list', 'revocation', 'quarantine'])
      await removeUnfinishedWrites(join(config.dataDirectory, part))
    await revocation.load()
    await list.load()
    const port = await front.listen(config.listenHost, config.port)
    const healthPort = await page.listen(config.healthHost, config.healthPort)
    await refreshRevocation()
    const firstPoll = await polls.start()
    isStarted = true
    timers.push(setInterval(() => guarded('revocation', refreshRevocation), config.crlRefreshMs))
    timers.push(setInterval(() => guarded('review', () => health.review()), REVIEW_MS))
    return {
      port,
      healthPort,
      firstPoll,
      pollNow: polls.pollNow,
      refreshRevocation,
      health: () => health.report(),
      fetchObject: (host) => fetchObject(host, { config, material, admission }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
