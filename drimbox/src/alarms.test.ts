import { describe, expect, it } from 'vitest'
import { alarmBoard } from './alarms.ts'
import type { LogEvent } from './log.ts'

function board() {
  const events: LogEvent[] = []
  let now = new Date('2026-11-25T10:00:00Z')
  const alarms = alarmBoard({ clock: () => now, log: (event) => events.push(event) })
  return { alarms, events, advance: (ms: number) => (now = new Date(now.getTime() + ms)) }
}

describe('an alarm', () => {
  it('is logged once while it stays the same, and again when its words change', () => {
    const { alarms, events } = board()
    for (let poll = 0; poll < 5; poll += 1) alarms.raise('list-unreachable', 'warning', 'timeout')
    alarms.raise('list-unreachable', 'warning', 'status 500')
    expect(events.map(({ detail }) => detail)).toEqual(['timeout', 'status 500'])
    expect(alarms.standing()).toMatchObject([{ code: 'list-unreachable', count: 6 }])
  })

  it('keeps its beginning, and stays visible after its end', () => {
    const { alarms, events, advance } = board()
    const begun = new Date('2026-11-25T10:00:00Z')
    alarms.raise('older-than-held', 'critical', 'signed yesterday')
    advance(5_000)
    alarms.raise('older-than-held', 'critical', 'signed yesterday')
    alarms.clear('older-than-held', 'list-stale')
    expect(alarms.standing()).toEqual([])
    expect(alarms.past()).toMatchObject([{ code: 'older-than-held', since: begun, count: 2 }])
    expect(events.map(({ event }) => event)).toEqual(['alarm', 'alarm-over'])
  })

  it('leaves a bounded trace', () => {
    const { alarms } = board()
    for (let time = 0; time < 100; time += 1) {
      alarms.raise('crl-refused', 'critical', String(time))
      alarms.clear('crl-refused')
    }
    expect(alarms.past()).toHaveLength(20)
    expect(alarms.past()[0]?.detail).toBe('99')
  })
})
