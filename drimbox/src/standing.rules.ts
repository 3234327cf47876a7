const HOUR_MS = 3_600_000
const WARN_MS = 36 * HOUR_MS
const CLOSE_MS = 7 * 24 * HOUR_MS
// Clocks of servers differ by seconds; by more than this one of them is wrong.
const CLOCK_SLACK_MS = 5 * 60_000

export interface StandingFacts {
  readonly now: Date
  /** Last poll that proved the bytes held: 200 with them, or 304 for them, verified. */
  readonly verifiedAt: Date
  readonly signedAt: Date
  readonly entries: number
  /** 0: nobody promised to sign again (decisions 52). */
  readonly signedEveryMs: number
  /** Why the bytes held must not be used at all, found after they were accepted. */
  readonly distrust: string | undefined
}

type StandingReason =
  | 'no-list'
  | 'no-entries'
  | 'distrusted'
  | 'poll-late'
  | 'poll-too-late'
  | 'signing-late'
  | 'signing-too-late'
  | 'clock-behind'

export interface Standing {
  /** `closed`: nobody is admitted and no peer is called. */
  readonly state: 'open' | 'warned' | 'closed'
  readonly reasons: readonly StandingReason[]
  /** When it closes if nothing better comes. */
  readonly closesAt: Date | undefined
}

export const NO_LIST: Standing = { state: 'closed', reasons: ['no-list'], closesAt: undefined }

/**
 * How far the list held may still be relied on (decisions 20 and 52).
 *
 * Two ages, either closes. Since the last verified poll: warn 36 h, closed 7 d. Since signing, only where a rhythm is
 * promised: a frozen list server answers 304 for ever, which proves nothing; 36 h and 7 d are one and a half and seven
 * periods of 24 h, and grow with a longer period. A clock behind the last verified poll cannot make a list younger.
 */
export function listStanding(facts: StandingFacts): Standing {
  const now = Math.max(facts.now.getTime(), facts.verifiedAt.getTime())
  const sincePoll = now - facts.verifiedAt.getTime()
  const pollCloses = facts.verifiedAt.getTime() + CLOSE_MS
  const isPromised = facts.signedEveryMs > 0
  const sinceSigning = now - facts.signedAt.getTime()
  const signingWarnMs = Math.max(WARN_MS, 1.5 * facts.signedEveryMs)
  const signingCloseMs = Math.max(CLOSE_MS, 7 * facts.signedEveryMs)
  const signingCloses = isPromised ? facts.signedAt.getTime() + signingCloseMs : Infinity

  const closing: StandingReason[] = []
  if (facts.distrust !== undefined) closing.push('distrusted')
  if (facts.entries === 0) closing.push('no-entries')
  if (sincePoll >= CLOSE_MS) closing.push('poll-too-late')
  if (isPromised && sinceSigning >= signingCloseMs) closing.push('signing-too-late')

  const warning: StandingReason[] = []
  if (sincePoll >= WARN_MS && sincePoll < CLOSE_MS) warning.push('poll-late')
  if (isPromised && sinceSigning >= signingWarnMs && sinceSigning < signingCloseMs)
    warning.push('signing-late')
  if (facts.now.getTime() < facts.verifiedAt.getTime() - CLOCK_SLACK_MS) warning.push('clock-behind')

  return {
    state: closing.length > 0 ? 'closed' : warning.length > 0 ? 'warned' : 'open',
    reasons: [...closing, ...warning],
    closesAt: new Date(Math.min(pollCloses, signingCloses)),
  }
}
