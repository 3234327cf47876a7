import { DAY_MS } from '../../support/clock.ts'
import { AGENCY, IN_DOUBT, personOf, type AgencyName, type CastName } from './stage.ts'
import type { CommitmentRow, DecisionRow, Snapshot } from './snapshot.ts'

// The rules of procedures 2.2, 3.2 and 3.4 written down a second time, by hand, so that the code is compared to
// something that is not itself.

/** Events that two persons decide: from where, to where, and the class. `back`: to where it came from. */
export const BY_TWO = {
  countersign: { from: { 'under-review': 'signed' }, class: 'grant' },
  freeze: { from: { active: 'frozen' }, class: 'adverse' },
  cut: { from: { active: 'out', frozen: 'out', notice: 'out', 'winding-down': 'out' }, class: 'mass' },
  restore: { from: { frozen: 'back', out: 'back' }, class: 'grant' },
  'give-notice': { from: { active: 'notice', frozen: 'notice' }, class: 'adverse' },
  end: { from: { notice: 'ended', 'winding-down': 'ended', out: 'ended' }, class: 'mass' },
} as const satisfies Record<string, { from: Readonly<Record<string, string>>; class: string }>
export type EventByTwo = keyof typeof BY_TWO

export const LISTED = ['active', 'frozen', 'notice', 'winding-down']
export const LIVE = [...LISTED, 'out']
export const OPEN = ['draft', 'submitted', 'under-review', 'signed']

export const liveOf = ({ commitments }: Snapshot): CommitmentRow | undefined =>
  commitments.find(({ state }) => LIVE.includes(state))
export const openOf = ({ commitments }: Snapshot): CommitmentRow | undefined =>
  commitments.find(({ state }) => OPEN.includes(state))

export function nextState(event: EventByTwo, row: CommitmentRow): string | undefined {
  const from: Readonly<Record<string, string>> = BY_TWO[event].from
  const to = from[row.state]
  return to === 'back' ? (row.resumeTo ?? undefined) : to
}

const rolesOf = (name: CastName): readonly string[] =>
  name in AGENCY || name === 'denise-again' ? AGENCY[personOf(name) as AgencyName] : []

/** Whether an agent may act for the agency on this organisation; Carl reads there himself (S5). */
export function mayAsAgency(name: CastName, ...roles: readonly string[]): boolean {
  return name !== 'carl' && rolesOf(name).some((role) => roles.includes(role))
}

export const mayDecide = (name: CastName): boolean => mayAsAgency(name, 'AD')

/** Whether the person already has a part in the decision, or may be somebody who has (S1, S2, S8). */
export function isTheSamePerson(name: CastName, parts: readonly string[]): boolean {
  return parts.includes(personOf(name))
}
export function isInDoubt(name: CastName, parts: readonly string[]): boolean {
  const person = personOf(name)
  return IN_DOUBT.some(
    ([one, other]) => (person === one && parts.includes(other)) || (person === other && parts.includes(one)),
  )
}

/** What an approval by this person does, whoever asks: nothing, or what becomes of the decision. */
export function approvalOf(
  before: Snapshot,
  decision: DecisionRow,
  name: CastName,
  parts: readonly string[],
  now: Date,
): 'refused' | 'void' | 'approved' {
  if (!mayDecide(name)) return 'refused'
  if (!['proposed', 'observations'].includes(decision.state)) return 'refused'
  if (decision.expiresAt !== null && now >= new Date(decision.expiresAt)) return 'refused'
  if (isTheSamePerson(name, parts) || isInDoubt(name, parts)) return 'refused'
  if (decision.observationsUntil !== null && now < new Date(decision.observationsUntil)) return 'refused'
  const subject = before.commitments.find(({ id }) => id === decision.subjectId)!
  if (subject.version !== decision.subjectVersion) return 'void'
  if (decision.event === 'end' && !sameBoxes(before, decision)) return 'void'
  if (['cut', 'end'].includes(decision.event) && !sameLines(before, decision)) return 'void'
  if (decision.event === 'restore' && isControlDue(before, subject, now)) {
    if (decision.payload['controlProven'] !== true) return 'refused'
  }
  if (decision.event === 'give-notice' && !isLongNotice(String(decision.payload['endsOn']), now))
    return 'refused'
  return 'approved'
}

function sameBoxes({ boxes }: Snapshot, { payload }: DecisionRow): boolean {
  const living = boxes.filter(({ state }) => state !== 'withdrawn').map(({ id }) => id)
  const shown = payload['drimboxIds'] as string[]
  return living.length === shown.length && living.every((id) => shown.includes(id))
}

/** A mass removal is of the lines that were shown (procedures 3.3). */
function sameLines({ lines }: Snapshot, { shownLines }: DecisionRow): boolean {
  const shown = (shownLines ?? []).map((line) => Number(line.split(' ')[0])).toSorted((a, b) => a - b)
  return JSON.stringify(shown) === JSON.stringify(lines)
}

/** Out for more than 30 days, and there is something to prove. */
export function isControlDue({ boxes }: Snapshot, { outSince }: CommitmentRow, now: Date): boolean {
  if (outSince === null || !boxes.some(({ state }) => state !== 'withdrawn')) return false
  return now.getTime() - new Date(outSince).getTime() > 30 * DAY_MS
}

export function isLongNotice(endsOn: string, now: Date): boolean {
  return (Date.parse(endsOn) - Date.parse(parisDay(now))) / DAY_MS >= 90
}

/** The day in Paris, by another way than the code's. */
export function parisDay(at: Date): string {
  const [day, month, year] = at
    .toLocaleDateString('fr-FR', {
      timeZone: 'Europe/Paris',
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
    })
    .split('/')
  return `${year}-${month}-${day}`
}

/** Which of its lines must be on the list: the boolean of procedures 2.8, by hand. */
export function linesDue(snapshot: Snapshot): number[] {
  const live = liveOf(snapshot)
  if (live === undefined || !LISTED.includes(live.state)) return []
  return snapshot.boxes
    .filter(({ state, level }) => state === 'in-service' || (state === 'suspended' && level === 'frozen'))
    .map(({ number }) => number)
    .toSorted((a, b) => a - b)
}
