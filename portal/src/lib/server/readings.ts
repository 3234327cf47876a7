import type { Clock } from '#lib/clock.ts'

/** Why a call to the registry gave nothing that can be shown. */
export type FailureCode = 'unreachable' | 'too-slow' | 'refused' | 'not-found' | 'unreadable'

/** A call that failed; `detail` is for the log, never for the screen. */
export class CallFailure extends Error {
  readonly code: FailureCode
  readonly detail: string
  constructor(code: FailureCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'CallFailure'
    this.code = code
    this.detail = detail
  }
}

/**
 * What we know of something the registry holds.
 *
 * Known data carries the instant it was read, for every figure has an age; `failure` says that a newer reading
 * was tried in vain. Nothing known carries the reason.
 */
export type Reading<T> =
  | {
      readonly known: true
      readonly value: T
      readonly readAt: Date
      readonly failure: FailureCode | undefined
    }
  | { readonly known: false; readonly failure: FailureCode; readonly since: Date }

export interface Readings {
  /** Reads through the memory: never throws, never takes longer than the call itself may. */
  read<T>(key: string, call: () => Promise<T>): Promise<Reading<T>>
}

interface Kept {
  value: unknown
  readAt: Date | undefined
  failure: FailureCode | undefined
  failedAt: Date | undefined
  failingSince: Date | undefined
  pending: Promise<void> | undefined
}

/** Answers kept at once; a page asks four, and hostile searches must not grow the memory without end. */
const KEPT_MAX = 256

/**
 * The portal's short memory of the registry.
 *
 * - One call at a time for one thing, however many people ask for it.
 * - An answer younger than `freshMs` is given again; an older one is read anew first.
 * - When reading fails, the last good answer is given with its age; after a failure the registry is left in
 *   peace for `restMs`, so that a stopped API costs one time limit, not one per visitor.
 */
export function createReadings(options: {
  readonly clock: Clock
  readonly freshMs: number
  readonly restMs: number
  /** Told once per failed call; `not-found` is an answer, not a fault. */
  readonly onFailure: (key: string, failure: CallFailure) => void
}): Readings {
  const kept = new Map<string, Kept>()

  const refresh = async (key: string, entry: Kept, call: () => Promise<unknown>): Promise<void> => {
    try {
      entry.value = await call()
      entry.readAt = options.clock()
      entry.failure = entry.failedAt = entry.failingSince = undefined
    } catch (error) {
      const failure = error instanceof CallFailure ? error : new CallFailure('unreadable', String(error))
      entry.failure = failure.code
      entry.failedAt = options.clock()
      entry.failingSince ??= entry.failedAt
      // The registry says that it does not exist (any more): what we remember of it is void.
      if (failure.code === 'not-found') entry.readAt = undefined
      else options.onFailure(key, failure)
    } finally {
      entry.pending = undefined
    }
  }

  return {
    async read<T>(key: string, call: () => Promise<T>): Promise<Reading<T>> {
      const entry = kept.get(key) ?? {
        value: undefined,
        readAt: undefined,
        failure: undefined,
        failedAt: undefined,
        failingSince: undefined,
        pending: undefined,
      }
      remember(kept, key, entry)
      if (isDue(entry, options.clock())) entry.pending ??= refresh(key, entry, call)
      await entry.pending
      return readingOf<T>(entry, options.clock())
    },
  }

  function isDue(entry: Kept, now: Date): boolean {
    const younger = (instant: Date | undefined, limitMs: number): boolean =>
      instant !== undefined && now.getTime() - instant.getTime() < limitMs
    return !younger(entry.failedAt, options.restMs) && !younger(entry.readAt, options.freshMs)
  }
}

function readingOf<T>(entry: Kept, now: Date): Reading<T> {
  if (entry.readAt !== undefined) {
    return { known: true, value: entry.value as T, readAt: entry.readAt, failure: entry.failure }
  }
  return { known: false, failure: entry.failure ?? 'unreadable', since: entry.failingSince ?? now }
}

/** Puts the entry last in line and forgets the one that was asked for longest ago. */
function remember(kept: Map<string, Kept>, key: string, entry: Kept): void {
  kept.delete(key)
  kept.set(key, entry)
  if (kept.size <= KEPT_MAX) return
  const oldest = kept.keys().next()
  if (oldest.done !== true) kept.delete(oldest.value)
}
