/** The thresholds of decisions 23; they live here and not with the caller, who may be the attacker. */
export interface GuardRailLimits {
  readonly count: number
  readonly percent: number
}

/** What the guard-rails need to know of one signature. */
export interface PastSignature {
  readonly signedAt: Date
  readonly lines: number
  readonly gone: readonly string[]
}

export interface GuardRailState {
  readonly windowHours: 24
  /** So many distinct identities may leave or change in the window without a second person. */
  readonly threshold: number
  readonly used: number
  readonly left: number
  /** Lines of the list in force when the window began: what the threshold is a share of. */
  readonly lines: number
}

const WINDOW_HOURS = 24
const WINDOW_MS = WINDOW_HOURS * 60 * 60 * 1000
// Below ten lines the half of the list is a handful of boxes, and the count alone rules.
const HALF_COUNTS_FROM_LINES = 10

/** max(count, percent of the lines), and always less than half of the list from ten lines on. */
export function thresholdFor(lines: number, limits: GuardRailLimits): number {
  const usual = Math.max(limits.count, Math.floor((lines * limits.percent) / 100))
  return lines < HALF_COUNTS_FROM_LINES ? usual : Math.min(usual, Math.ceil(lines / 2) - 1)
}

/**
 * The budget at a moment, from the ledger's signatures in their order: many small steps count as one large one,
 * an identity that leaves twice counts once, and what was added never makes room.
 */
export function guardRailState(
  history: readonly PastSignature[],
  limits: GuardRailLimits,
  now: Date,
): GuardRailState {
  const { used, lines } = windowOf(history, now)
  const threshold = thresholdFor(lines, limits)
  return {
    windowHours: WINDOW_HOURS,
    threshold,
    used: used.size,
    left: Math.max(0, threshold - used.size),
    lines,
  }
}

/**
 * Whether a signature at `now` that takes `gone` out of the list needs two persons. An empty list always does.
 * One that takes nothing new passes even when the budget is spent: a re-sign never waits.
 */
export function isBeyondGuardRails(
  history: readonly PastSignature[],
  limits: GuardRailLimits,
  now: Date,
  next: { readonly gone: readonly string[]; readonly lines: number },
): boolean {
  if (next.lines === 0) return true
  const { used, lines } = windowOf(history, now)
  const more = next.gone.filter((identity) => !used.has(identity)).length
  return more > 0 && used.size + more > thresholdFor(lines, limits)
}

function windowOf(history: readonly PastSignature[], now: Date): { used: Set<string>; lines: number } {
  const begin = now.getTime() - WINDOW_MS
  const firstInside = history.findIndex(({ signedAt }) => signedAt.getTime() > begin)
  const inside = firstInside === -1 ? [] : history.slice(firstInside)
  // The last list before the window was in force when it began; what was added since must not make room, and what
  // left since must not count twice. A trust space younger than the window is measured by its first list.
  const inForce = firstInside === -1 ? history.at(-1) : history[Math.max(0, firstInside - 1)]
  return { used: new Set(inside.flatMap(({ gone }) => gone)), lines: inForce?.lines ?? 0 }
}
