import type { Attempt } from './attempts.ts'
import { IN_DOUBT } from './stage.ts'
import type { Troupe } from './stage.ts'
import { linesDue, LISTED, LIVE } from './oracle.ts'
import type { DecisionRow, EventRow, Snapshot } from './snapshot.ts'

/** Everything that is wrong after a step; nothing, as a rule. */
export function faultsOf(
  attempt: Attempt,
  code: string | undefined,
  before: Snapshot,
  after: Snapshot,
  troupe: Troupe,
): string[] {
  return [
    ...asExpected(attempt, code, before, after),
    ...lineFaults(after),
    ...decisionFaults(after, troupe),
    ...auditFaults(before, after),
  ]
}

/** The step did what the rules, written down by hand, say that it does: no less, and nothing else. */
function asExpected(
  { expected }: Attempt,
  code: string | undefined,
  before: Snapshot,
  after: Snapshot,
): string[] {
  const outcome =
    code === undefined ? 'done' : code === 'decision-void' && expected.outcome === 'void' ? 'void' : 'refused'
  const faults = outcome === expected.outcome ? [] : [`it was ${outcome}, and must be ${expected.outcome}`]
  const compare = (
    what: string,
    rows: readonly { readonly id: string }[],
    seen: readonly { readonly id: string }[],
    textOf: (row: never) => string,
    changed: ReadonlyMap<string, string> | undefined,
    added: number,
  ) => {
    const is = new Map(seen.map((row) => [row.id, textOf(row as never)]))
    for (const row of rows) {
      const due = changed?.get(row.id) ?? textOf(row as never)
      if (is.get(row.id) !== due) faults.push(`${what} is ${is.get(row.id)}, and must be ${due}`)
    }
    if (seen.length !== rows.length + added) faults.push(`${seen.length - rows.length} new of ${what}`)
  }
  const standing = (row: { state: string; resumeTo: string | null }) => `${row.state} (${row.resumeTo})`
  compare(
    'the commitment',
    before.commitments,
    after.commitments,
    standing,
    expected.commitments &&
      new Map(
        [...expected.commitments].map(([id, [state, resumeTo]]) => [id, standing({ state, resumeTo })]),
      ),
    expected.opens === true ? 1 : 0,
  )
  const stateOf = (row: { state: string }) => row.state
  const proposed = expected.proposes === undefined ? 0 : 1
  compare('the decision', before.decisions, after.decisions, stateOf, expected.decisions, proposed)
  compare('the box', before.boxes, after.boxes, stateOf, expected.boxes, expected.registers === true ? 1 : 0)
  if (proposed === 1) {
    const known = new Set(before.decisions.map(({ id }) => id))
    const state = after.decisions.find(({ id }) => !known.has(id))?.state
    if (state !== expected.proposes) faults.push(`the proposal is ${state}, and must be ${expected.proposes}`)
  }
  if (expected.outcome === 'refused' && after.seq !== before.seq) faults.push('a refusal left an event')
  return faults
}

/** D-1: no line without a live commitment in one of four states; none too many, none missing; a burnt number has none. */
function lineFaults(after: Snapshot): string[] {
  const live = after.commitments.filter(({ state }) => LIVE.includes(state))
  const faults = live.length > 1 ? [`${live.length} live commitments`] : []
  if (after.lines.length > 0 && !live.some(({ state }) => LISTED.includes(state)))
    faults.push(`lines under a commitment that is ${live[0]?.state ?? 'not there'}`)
  const due = linesDue(after)
  if (JSON.stringify(after.lines) !== JSON.stringify(due))
    faults.push(`lines ${after.lines.join(' ')}, and must be ${due.join(' ')}`)
  if (after.lines.some((number) => after.burnt.includes(number))) faults.push('a burnt number is listed')
  const withdrawn = after.boxes.filter(({ state }) => state === 'withdrawn').map(({ number }) => number)
  if (JSON.stringify(withdrawn) !== JSON.stringify(after.burnt))
    faults.push('a withdrawn number is not burnt')
  return faults
}

/** No decision by its own author, by one person through two accounts, or by two who may be one; each act vouched for. */
function decisionFaults(after: Snapshot, troupe: Troupe): string[] {
  return after.decisions.flatMap((decision) => {
    const acts = after.acts.filter(({ decisionId }) => decisionId === decision.id)
    const by = (...verdicts: string[]) =>
      acts.filter(({ verdict }) => verdicts.includes(verdict)).map(({ personId }) => personId)
    const faults: string[] = []
    const [proposer] = by('propose')
    const answered = by('approve', 'refuse', 'confirm')
    if (by('propose').length !== 1) faults.push('not one proposer')
    if (answered.some((person) => person === proposer)) faults.push('answered by its proposer')
    if (new Set(answered).size !== answered.length) faults.push('answered twice by one person')
    if (isDecidedByTwo(decision)) {
      const deciders = [proposer!, ...by('approve', 'confirm')]
      if (new Set(deciders).size < 2) faults.push('decided by one person')
      const names = deciders.map((id) => troupe.nameOf(id))
      if (IN_DOUBT.some((pair) => pair.every((name) => names.includes(name))))
        faults.push(`decided by two who may be one: ${names.join(', ')}`)
      const subject = after.commitments.find(({ id }) => id === decision.subjectId)
      if (subject?.submittedBy != null && deciders.includes(subject.submittedBy))
        faults.push('decided by the author of its subject')
      if (names.includes('carl')) faults.push('decided by a member of the organisation')
      if (acts.some(({ verdict, stepUpId }) => verdict !== 'withdraw' && stepUpId === null))
        faults.push('an act without a security key')
    }
    return faults.map((fault) => `decision ${decision.event}: ${fault}`)
  })
}

const isDecidedByTwo = ({ state }: DecisionRow) => state === 'approved' || state === 'confirmed'

/** each row that changed has its one event, from and to what it was and is; and each event its row. */
function auditFaults(before: Snapshot, after: Snapshot): string[] {
  const faults: string[] = []
  const events = [...after.events]
  const takeEvent = (id: string, from: string | null, to: string): EventRow | undefined => {
    const at = events.findIndex(
      (event) =>
        event.subjectId === id &&
        // An event within one state names none.
        ((event.from === from && event.to === to) ||
          (from === to && event.from === null && event.to === null)),
    )
    return at === -1 ? undefined : events.splice(at, 1)[0]
  }
  for (const [was, is] of [
    [before.commitments, after.commitments],
    [before.decisions, after.decisions],
    [before.boxes, after.boxes],
  ] as const) {
    const known = new Map<string, { state: string; version: number }>(was.map((row) => [row.id, row]))
    for (const row of is) {
      const old = known.get(row.id)
      if (old?.version === row.version) {
        if (old.state !== row.state) faults.push(`a row moved to ${row.state} without a version`)
        continue
      }
      if (takeEvent(row.id, old?.state ?? null, row.state) === undefined)
        faults.push(`no event for ${old?.state ?? 'nothing'} → ${row.state}`)
    }
  }
  // The text is not the organisation's; what else changed must have been seen above.
  for (const event of events)
    if (['commitment', 'drimbox'].includes(event.subjectKind))
      faults.push(`an event of nothing: ${event.event}`)
  return faults
}
