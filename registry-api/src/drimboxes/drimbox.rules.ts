import type { Drimbox, DrimboxChange, DrimboxState } from './drimbox.ts'
import { drimboxRefusals } from './drimbox.refusals.ts'

export type DrimboxAct = 'suspend' | 'restore' | 'withdraw'

/** The life of a DRIMbox: from state and act to state. What is not here is refused. `resume` is where it came from. */
export const drimboxTransitions = {
  imported: { suspend: 'suspended', withdraw: 'withdrawn' },
  'in-service': { suspend: 'suspended', withdraw: 'withdrawn' },
  suspended: { restore: 'resume', withdraw: 'withdrawn' },
  withdrawn: {},
} as const satisfies Record<DrimboxState, Partial<Record<DrimboxAct, DrimboxState | 'resume'>>>

const PAST = { suspend: 'suspended', restore: 'restored', withdraw: 'withdrawn' } as const

/** What `act` makes of the DRIMbox. Throws `drimbox-wrong-state`. A suspension is at level `out` (decisions 70). */
export function afterAct(box: Drimbox, act: DrimboxAct, reason: string): DrimboxChange {
  const transitions: Partial<Record<DrimboxAct, DrimboxState | 'resume'>> = drimboxTransitions[box.state]
  const to = transitions[act]
  if (to === undefined) throw drimboxRefusals('drimbox-wrong-state', { state: box.state, act: PAST[act] })
  if (to === 'suspended') return { state: to, suspensionLevel: 'out', resumeTo: box.state, reason }
  // The database holds a way back for whatever is suspended.
  const state = to === 'resume' ? box.resumeTo! : to
  return { state, suspensionLevel: null, resumeTo: null, reason }
}

/** D-2: a number serves one DRIMbox for ever. Throws `number-taken` or `number-burnt`. */
export function assertNumberIsFree(number: number, acts: readonly ('assigned' | 'burnt')[]): void {
  if (acts.includes('burnt')) throw drimboxRefusals('number-burnt', { number })
  if (acts.includes('assigned')) throw drimboxRefusals('number-taken', { number })
}

/** D-2: so does a host name, and so do all names once given, whoever bears them now. Throws `host-name-taken`. */
export function assertHostsAreFree(taken: readonly string[]): void {
  if (taken[0] !== undefined) throw drimboxRefusals('host-name-taken', { host: taken[0] })
}

/** New names stand under the zone of the trust space. Throws `host-outside-zone`, `access-points-alike`. */
export function assertHostsFit(hosts: readonly string[], zone: string): void {
  const stranger = hosts.find((host) => !host.endsWith(`.${zone}`))
  if (stranger !== undefined) throw drimboxRefusals('host-outside-zone', { host: stranger, zone })
  if (new Set(hosts).size < hosts.length) throw drimboxRefusals('access-points-alike')
}
