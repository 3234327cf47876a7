import type { Alarms } from './alarms.ts'
import { type Fetched, FetchError } from './bounded-get.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import { pollDelayMs } from './poll-delay.rules.ts'
import type { TrustedList } from './trusted-list.ts'

export interface PollRecord {
  readonly at: Date
  readonly outcome: 'new' | 'same' | 'unchanged' | 'refused' | 'unverified' | 'failed'
  readonly code: string | undefined
  readonly detail: string | undefined
  readonly durationMs: number
}

/** Gets the list, or learns that the one named by the ETag is still the one. Throws FetchError. */
export type FetchList = (etag: string | undefined, signal: AbortSignal) => Promise<Fetched>

const RECORDS_MAX = 10
/** A peer that we do not know may stand in a newer list: ask, but no stranger makes us ask more often than this. */
const COOLDOWN_MS = 60_000

interface Deps {
  readonly fetchList: FetchList
  readonly list: TrustedList
  readonly periodMs: number
  /** After this an attempt is given up, whatever it still does. */
  readonly attemptMs: number
  readonly alarms: Alarms
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly afterPoll: () => void
}

export type Poller = ReturnType<typeof poller>

/** When to fetch: with jitter, one attempt at a time, sooner after a failure. Whether to believe is for the trusted list. */
export function poller(deps: Deps) {
  const { list, clock, log, alarms } = deps
  const records: PollRecord[] = []
  let attempt: Promise<PollRecord> | undefined
  let abort: AbortController | undefined
  let failuresInARow = 0
  let retryAfterMs: number | undefined
  let timer: NodeJS.Timeout | undefined
  let nextAt: Date | undefined
  let lastBegun: Date | undefined
  let isRunning = false

  async function answer(at: Date): Promise<Omit<PollRecord, 'at' | 'durationMs'>> {
    abort = new AbortController()
    const fetched = await withinTime(deps.fetchList(list.etag(), abort.signal), abort, at)
    if (fetched.bytes === undefined) {
      const { outcome, ...why } = await list.confirm()
      return {
        code: undefined,
        detail: undefined,
        ...why,
        outcome: outcome === 'same' ? 'unchanged' : outcome,
      }
    }
    const sequence = readSequence(fetched.headers['x-whitelist-sequence'])
    const offered = await list.offer({ bytes: fetched.bytes, etag: fetched.etag, sequence })
    return { code: undefined, detail: undefined, ...offered }
  }

  /** An answer that comes after its attempt was given up is dropped: by then a newer one may have been believed. */
  function withinTime(fetching: Promise<Fetched>, controller: AbortController, at: Date): Promise<Fetched> {
    return new Promise((resolve, reject) => {
      let isGivenUp = false
      const deadline = setTimeout(() => {
        isGivenUp = true
        controller.abort()
        reject(new FetchError('timeout', `given up after ${deps.attemptMs / 1_000} s`))
      }, deps.attemptMs)
      fetching.then(
        (fetched) => {
          clearTimeout(deadline)
          if (isGivenUp) log({ event: 'late-answer-dropped', askedAt: at.toISOString() })
          else resolve(fetched)
        },
        (error: Error) => {
          clearTimeout(deadline)
          reject(error)
        },
      )
    })
  }

  async function poll(): Promise<PollRecord> {
    const at = clock()
    lastBegun = at
    const begun = performance.now()
    let result: Omit<PollRecord, 'at' | 'durationMs'>
    retryAfterMs = undefined
    try {
      result = await answer(at)
      alarms.clear('list-unreachable')
    } catch (error) {
      const code = error instanceof FetchError ? error.code : 'defect'
      const detail = error instanceof FetchError ? error.detail : String(error)
      if (error instanceof FetchError) retryAfterMs = error.retryAfterMs
      result = { outcome: 'failed', code, detail }
      if (code !== 'stopped') alarms.raise('list-unreachable', 'warning', `${code}: ${detail}`)
    }
    const isGood = result.outcome === 'new' || result.outcome === 'same' || result.outcome === 'unchanged'
    failuresInARow = isGood ? 0 : failuresInARow + 1
    const record = { ...result, at, durationMs: Math.round(performance.now() - begun) }
    if (record.outcome !== records[0]?.outcome || record.code !== records[0].code) {
      log({
        event: 'poll',
        outcome: record.outcome,
        code: record.code ?? null,
        durationMs: record.durationMs,
      })
    }
    records.unshift(record)
    records.length = Math.min(records.length, RECORDS_MAX)
    deps.afterPoll()
    return record
  }

  function pollNow(): Promise<PollRecord> {
    attempt ??= poll().finally(() => {
      attempt = undefined
      plan()
    })
    return attempt
  }

  function plan(): void {
    clearTimeout(timer)
    if (!isRunning) return
    const delayMs = pollDelayMs({
      periodMs: deps.periodMs,
      failuresInARow,
      retryAfterMs,
      random: deps.random(),
    })
    nextAt = new Date(clock().getTime() + delayMs)
    timer = setTimeout(() => void pollNow(), delayMs)
  }

  /** A stranger called. */
  function nudge(): void {
    const isCool = lastBegun === undefined || clock().getTime() - lastBegun.getTime() >= COOLDOWN_MS
    if (isRunning && isCool) void pollNow()
  }

  return {
    /** Polls at once, or joins the poll under way. Never rejects: a failure is a record. */
    pollNow,
    /** First poll at once; resolves when it has ended, whatever its end. */
    async start(): Promise<PollRecord> {
      isRunning = true
      return pollNow()
    },
    nudge,
    async stop(): Promise<void> {
      isRunning = false
      clearTimeout(timer)
      abort?.abort()
      await attempt
    },
    /** Newest first. */
    records: (): readonly PollRecord[] => records,
    nextAt: (): Date | undefined => nextAt,
  }
}

function readSequence(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^[0-9]{1,15}$/.test(header) ? Number(header) : undefined
}
