import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export type AlarmCode =
  | 'no-list'
  | 'list-unreachable'
  | 'list-refused'
  | 'older-than-held'
  | 'same-time-other-bytes'
  | 'held-not-verified'
  | 'list-stale'
  | 'list-closed'
  | 'memory-damaged'
  | 'store-failed'
  | 'crl-store-failed'
  | 'quarantine-failed'
  | 'crl-unreachable'
  | 'crl-refused'
  | 'crl-expired'
  | 'own-certificate'
  | 'clock-behind'

export interface Alarm {
  readonly code: AlarmCode
  /** `critical`: trust is refused or attacked; `warning`: it will be, if nobody acts. */
  readonly level: 'warning' | 'critical'
  readonly detail: string
  readonly since: Date
  readonly count: number
}

export interface PastAlarm extends Alarm {
  readonly until: Date
}

// An attack may last one poll: what it set off stays visible after the next good one.
const PAST_MAX = 20

export type Alarms = ReturnType<typeof alarmBoard>

/** What a person should look at, now and lately. Each is logged when it begins, when its words change, and when it ends. */
export function alarmBoard({ clock, log }: { clock: Clock; log: Log }) {
  const standing = new Map<AlarmCode, Alarm>()
  const past: PastAlarm[] = []
  function raise(code: AlarmCode, level: Alarm['level'], detail: string): void {
    const before = standing.get(code)
    standing.set(code, {
      code,
      level,
      detail,
      since: before?.since ?? clock(),
      count: (before?.count ?? 0) + 1,
    })
    if (before?.detail !== detail || before.level !== level) log({ event: 'alarm', code, level, detail })
  }

  function clear(...codes: AlarmCode[]): void {
    for (const code of codes) {
      const alarm = standing.get(code)
      if (alarm === undefined) continue
      standing.delete(code)
      past.unshift({ ...alarm, until: clock() })
      past.length = Math.min(past.length, PAST_MAX)
      log({ event: 'alarm-over', code })
    }
  }

  return {
    raise,
    clear,
    /** Raised or cleared by whether there is something to say. */
    set(code: AlarmCode, level: Alarm['level'], detail: string | undefined): void {
      if (detail === undefined) clear(code)
      else raise(code, level, detail)
    },
    standing: (): readonly Alarm[] => [...standing.values()],
    past: (): readonly PastAlarm[] => past,
  }
}
