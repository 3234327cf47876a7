import type { AdvisoryLock } from '../db/advisory-lock.ts'
import { isDatabaseUnavailable } from '../db/failures.ts'
import { systemPrincipal, type Principal } from '../db/principal.ts'
import { Refusal } from '../errors.ts'
import { restoreOldLists } from './distribute-lists.ts'
import { lastChange } from './publication.queries.ts'
import type { PublisherDeps } from './publisher.ts'
import type { PublishOutcome } from './publish-whitelist.ts'
import { runPublications } from './run-publications.ts'

/** Timers as a parameter: a test calls `run` itself and lets no time pass. */
export interface Timers {
  after(ms: number, run: () => void): () => void
}

/** Why the last run did not end as it should. */
export interface PublisherFault {
  readonly code: string
  readonly detail: string
  readonly at: Date
}

export interface Publisher {
  /**
   * Publishes what can be published now, unless another run is under way, in this process or another: `undefined`
   * then. Throws what runPublications throws.
   */
  run(principal: Principal, options: { readonly isAsked: boolean }): Promise<PublishOutcome | undefined>
  /** Something changed: looks again as soon as it can. */
  readonly wake: () => void
  /** Runs at once and then whenever there is something to do, until stopped. */
  readonly start: (timers: Timers, checkMs: number) => void
  /** Lets the run that is under way end. */
  readonly stop: () => Promise<void>
  readonly fault: PublisherFault | undefined
}

const BY_ITSELF = systemPrincipal('publisher')
// Even where nothing changes, the period, drafts and approvals run out: a look a minute sees it.
const LOOK_ANYWAY_MS_MAX = 60_000

/**
 * When to publish: on every change, and when the period has passed (both are the rules' to judge, it only looks), and
 * at the start, which finishes or gives up what was interrupted. One run at a time over all processes.
 */
export function createPublisher(
  deps: PublisherDeps,
  tryLock: () => Promise<AdvisoryLock | undefined>,
): Publisher {
  let fault: PublisherFault | undefined
  let seenChange = -1
  let lookAnywayAt = 0
  let hasRestored = false

  const run: Publisher['run'] = async (principal, options) => {
    const lock = await tryLock()
    if (lock === undefined) return undefined
    try {
      const outcome = await runPublications(deps, principal, options)
      fault = faultOf(deps, outcome)
      return outcome
    } catch (error) {
      fault = { at: deps.world.clock(), ...describe(error) }
      throw error
    } finally {
      await lock.release()
    }
  }

  const look = async (): Promise<void> => {
    const change = await deps.world.inTransaction(BY_ITSELF, lastChange, { readOnly: true })
    const now = deps.world.clock().getTime()
    if (change === seenChange && fault === undefined && now < lookAnywayAt) return
    const outcome = await run(BY_ITSELF, { isAsked: false })
    if (outcome === undefined) return
    if (!hasRestored) {
      await restoreOldLists(deps, BY_ITSELF)
      hasRestored = true
    }
    // Read before the run: what came meanwhile is a change that the next look sees.
    seenChange = change
    lookAnywayAt = now + Math.min(LOOK_ANYWAY_MS_MAX, deps.periodMs / 4)
  }

  const loop = createLoop(async () => {
    const before = fault?.code
    try {
      await look()
    } catch (error) {
      fault = { at: deps.world.clock(), ...describe(error) }
      if (!(error instanceof Refusal) && !isDatabaseUnavailable(error))
        deps.log.error('publication-failed', error)
    }
    if (fault !== undefined && fault.code !== before)
      deps.log.warn('publication-held', { code: fault.code, detail: fault.detail })
    if (fault === undefined && before !== undefined) deps.log.info('publication-resumed', { after: before })
  })

  return {
    run,
    wake: loop.wake,
    start: loop.start,
    stop: loop.stop,
    get fault() {
      return fault
    },
  }
}

/** Calls `work` again and again, never twice at once; a wake that comes meanwhile makes it go round once more. */
function createLoop(work: () => Promise<void>) {
  let timers: Timers | undefined
  let checkMs = 0
  let cancel = () => {}
  let running: Promise<void> | undefined
  let isWoken = false
  const go = (): void => {
    cancel()
    if (timers === undefined) return
    if (running !== undefined) {
      isWoken = true
      return
    }
    isWoken = false
    running = work().finally(() => {
      running = undefined
      if (timers !== undefined) cancel = timers.after(isWoken ? 0 : checkMs, go)
    })
  }
  return {
    wake: go,
    start: (given: Timers, every: number): void => {
      timers = given
      checkMs = every
      go()
    },
    stop: async (): Promise<void> => {
      timers = undefined
      cancel()
      await running
    },
  }
}

function faultOf(deps: PublisherDeps, outcome: PublishOutcome): PublisherFault | undefined {
  if (outcome.is !== 'unfinished' && outcome.is !== 'refused' && outcome.is !== 'abandoned') return undefined
  const { sequence, refusalDetail } = outcome.publication
  const detail = outcome.is === 'unfinished' ? outcome.detail : (refusalDetail ?? outcome.is)
  return { code: outcome.code, detail: `publication ${sequence}: ${detail}`, at: deps.world.clock() }
}

function describe(error: unknown): { code: string; detail: string } {
  if (error instanceof Refusal) return { code: error.code, detail: error.sentence('en') }
  if (isDatabaseUnavailable(error))
    return { code: 'database-unavailable', detail: 'the database does not answer' }
  // The error itself goes to the log; here its first line is enough.
  return {
    code: 'publication-failed',
    detail: error instanceof Error ? error.message.split('\n')[0]! : String(error),
  }
}
