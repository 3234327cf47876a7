import { activateCommitments } from '../../../registry-api/src/commitments/activate-commitments.ts'
import { claimCommitment } from '../../../registry-api/src/commitments/claim-commitment.ts'
import { commitmentEffects } from '../../../registry-api/src/commitments/commitment.effects.ts'
import { countersignCommitment } from '../../../registry-api/src/commitments/countersign-commitment.ts'
import { cutCommitment } from '../../../registry-api/src/commitments/cut-commitment.ts'
import { editCommitment } from '../../../registry-api/src/commitments/edit-commitment.ts'
import { endCommitment } from '../../../registry-api/src/commitments/end-commitment.ts'
import { freezeCommitment } from '../../../registry-api/src/commitments/freeze-commitment.ts'
import { giveNotice } from '../../../registry-api/src/commitments/give-notice.ts'
import { openNextCommitment } from '../../../registry-api/src/commitments/open-commitment.ts'
import { restoreCommitment } from '../../../registry-api/src/commitments/restore-commitment.ts'
import { returnCommitment } from '../../../registry-api/src/commitments/return-commitment.ts'
import { submitCommitment } from '../../../registry-api/src/commitments/submit-commitment.ts'
import { windDownCommitments } from '../../../registry-api/src/commitments/wind-down-commitments.ts'
import { approveDecision } from '../../../registry-api/src/decisions/approve-decision.ts'
import { confirmDecision } from '../../../registry-api/src/decisions/confirm-decision.ts'
import { periodicDecisions } from '../../../registry-api/src/decisions/periodic.ts'
import { refuseDecision } from '../../../registry-api/src/decisions/refuse-decision.ts'
import { withdrawDecision } from '../../../registry-api/src/decisions/withdraw-decision.ts'
import { registerDrimbox } from '../../../registry-api/src/drimboxes/register-drimbox.ts'
import { restoreDrimbox } from '../../../registry-api/src/drimboxes/restore-drimbox.ts'
import { suspendDrimbox } from '../../../registry-api/src/drimboxes/suspend-drimbox.ts'
import { withdrawDrimbox } from '../../../registry-api/src/drimboxes/withdraw-drimbox.ts'
import type { Principal } from '../../../registry-api/src/db/principal.ts'
import { addDays } from '../../../registry-api/src/paris-days.ts'
import { DAY_MS } from '../../support/clock.ts'
import { drimboxOf } from '../../support/seed.ts'
import type { Action } from './actions.ts'
import {
  approvalOf,
  BY_TWO,
  isControlDue,
  isInDoubt,
  isTheSamePerson,
  liveOf,
  mayAsAgency,
  mayDecide,
  nextState,
  openOf,
  parisDay,
  type EventByTwo,
} from './oracle.ts'
import type { CommitmentRow, DecisionRow, Snapshot } from './snapshot.ts'
import type { CastName, Stage, Troupe } from './stage.ts'

type Standing = readonly [state: string, resumeTo: string | null]

/** What a try must lead to. Whatever is not named stays as it was. */
export interface Expected {
  readonly outcome: 'refused' | 'done' | 'void'
  readonly commitments?: ReadonlyMap<string, Standing>
  /** A commitment comes into being, a draft. */
  readonly opens?: true
  readonly decisions?: ReadonlyMap<string, string>
  /** A decision comes into being, in this state. */
  readonly proposes?: string
  readonly boxes?: ReadonlyMap<string, string>
  readonly registers?: true
}

export interface Attempt {
  /** `propose freeze`, for the counts. */
  readonly name: string
  readonly expected: Expected
  run(): Promise<unknown>
}

/** What goes on between sequences of one stage. */
export interface Memory {
  /** When an operator was last cut for safety: the budget of a day is of the whole space. */
  lastCut: number
  number: number
  readonly labels: Map<string, string>
}

export interface Scene {
  readonly stage: Stage
  readonly troupe: Troupe
  readonly memory: Memory
  readonly before: Snapshot
}

const OPERATIONS: Principal = { kind: 'operations', id: 'operations-key', memberships: [], mode: 'demo' }
const REFUSED: Expected = { outcome: 'refused' }
const reason = 'Parce que la suite le veut.'
const clause = 'Article 7'

/** The try that an action means now; undefined where there is nothing to try it on. */
export function attemptOf(
  scene: Scene,
  action: Exclude<Action, { is: 'next' | 'text' }>,
): Attempt | undefined {
  switch (action.is) {
    case 'open':
      return opening(scene, action.who)
    case 'fill':
    case 'claim':
    case 'return':
      return step(scene, action.is, action.who)
    case 'submit':
      return submission(scene, action.who, action.vouched)
    case 'notice':
      return ownNotice(scene, action.who)
    case 'propose':
      return proposal(scene, action)
    case 'cut':
      return safetyCut(scene, action.who)
    case 'answer':
      return answer(scene, action)
    case 'box':
      return boxAct(scene, action.what, action.which)
    case 'time':
      return time(scene, action.days)
  }
}

function opening({ stage, troupe, before }: Scene, who: CastName): Attempt {
  const may = who === 'os' && openOf(before) === undefined && liveOf(before)?.state !== 'out'
  const { organisationId } = troupe
  return {
    name: 'open',
    expected: may ? { outcome: 'done', opens: true } : REFUSED,
    run: () => openNextCommitment(stage.world, troupe.principal(who), { organisationId }),
  }
}

const seenOf = ({ id, version }: { id: string; version: number }) => ({ id, version })
const moving = (row: CommitmentRow, state: string, resumeTo: string | null = null): Expected => ({
  outcome: 'done',
  commitments: new Map([[row.id, [state, resumeTo]]]),
})

function step(scene: Scene, is: 'fill' | 'claim' | 'return', who: CastName): Attempt | undefined {
  const { stage, troupe, before } = scene
  const row = openOf(before) ?? before.commitments.at(-1)
  if (row === undefined) return undefined
  const principal = troupe.principal(who)
  if (is === 'fill') {
    const edit = {
      referenceDocumentId: before.textId,
      documentId: troupe.documentId,
      signatories: [
        {
          name: 'Signe Ataire',
          quality: 'Présidente',
          powerDocumentId: troupe.documentId,
          powerValidUntil: null,
        },
      ],
      effectiveOn: parisDay(stage.clock.now()),
    }
    return {
      name: is,
      expected: who === 'os' && row.state === 'draft' ? { outcome: 'done' } : REFUSED,
      run: () => editCommitment(stage.world, principal, seenOf(row), edit),
    }
  }
  const isReviewer = mayAsAgency(who, 'AI', 'AD')
  if (is === 'claim')
    return {
      name: is,
      expected: isReviewer && row.state === 'submitted' ? moving(row, 'under-review') : REFUSED,
      run: () => claimCommitment(stage.world, principal, seenOf(row)),
    }
  const isReturnable = ['submitted', 'under-review'].includes(row.state)
  return {
    name: is,
    expected: isReviewer && isReturnable ? moving(row, 'draft') : REFUSED,
    run: () => returnCommitment(stage.world, principal, { ...seenOf(row), reason }),
  }
}

function submission(
  { stage, troupe, memory, before }: Scene,
  who: CastName,
  vouched: boolean,
): Attempt | undefined {
  const row = openOf(before) ?? before.commitments.at(-1)
  if (row === undefined) return undefined
  const isComplete =
    row.fileSha256 !== null && row.effectiveOn !== null && row.effectiveOn >= parisDay(stage.clock.now())
  const may =
    who === 'os' &&
    vouched &&
    row.state === 'draft' &&
    isComplete &&
    row.textId === before.textId &&
    liveOf(before)?.state !== 'out'
  const principal = troupe.principal(who)
  const readVersion = memory.labels.get(row.textId ?? '') ?? 'aucune'
  return {
    name: 'submit',
    expected: may ? moving(row, 'submitted') : REFUSED,
    run: async () =>
      submitCommitment(
        stage.world,
        principal,
        { ...seenOf(row), readVersion },
        await stage.act(principal, vouched),
      ),
  }
}

/** Long enough whenever it is decided, unless months go by in between. */
const noticeEnd = (stage: Stage) => addDays(parisDay(stage.clock.now()), 120)

function ownNotice({ stage, troupe, before }: Scene, who: CastName): Attempt | undefined {
  const row = liveOf(before) ?? before.commitments.at(-1)
  // Whoever is of the agency would propose it: that has an action of its own.
  if (row === undefined || mayAsAgency(who, 'AI', 'AD')) return undefined
  const may = who === 'os' && ['active', 'frozen'].includes(row.state)
  const principal = troupe.principal(who)
  return {
    name: 'notice',
    expected: may ? moving(row, 'notice') : REFUSED,
    run: async () =>
      giveNotice(
        stage.world,
        principal,
        { ...seenOf(row), endsOn: noticeEnd(stage) },
        await stage.act(principal, false),
      ),
  }
}

/** A proposal made of an older version makes way for the new one; one of this version stands in its way. */
function standing(before: Snapshot, row: CommitmentRow, event: string) {
  const waiting = before.decisions.find(
    (one) =>
      one.subjectId === row.id && one.event === event && ['proposed', 'observations'].includes(one.state),
  )
  return {
    blocks: waiting !== undefined && waiting.subjectVersion === row.version,
    voided: new Map(waiting === undefined ? [] : [[waiting.id, 'void'] as const]),
  }
}

function proposal(
  { stage, troupe, before }: Scene,
  action: Extract<Action, { is: 'propose' }>,
): Attempt | undefined {
  const { event, who, vouched, urgent, proven } = action
  const row = (event === 'countersign' ? openOf(before) : liveOf(before)) ?? before.commitments.at(-1)
  // The signatory's own notice is no proposal.
  if (row === undefined || (event === 'give-notice' && who === 'os')) return undefined
  const { blocks, voided } = standing(before, row, event)
  const may =
    mayAsAgency(who, 'AI', 'AD') &&
    vouched &&
    nextState(event, row) !== undefined &&
    !blocks &&
    !(event === 'restore' && !proven && isControlDue(before, row, stage.clock.now()))
  const principal = troupe.principal(who)
  const heard = BY_TWO[event].class === 'adverse' && !urgent
  return {
    name: `propose ${event}`,
    expected: may
      ? { outcome: 'done', proposes: heard ? 'observations' : 'proposed', decisions: voided }
      : REFUSED,
    run: async () => {
      const act = await stage.act(principal, vouched)
      const urgency = urgent ? 'Sans attendre.' : undefined
      const motive = { ...seenOf(row), reason, clause, urgency }
      return proposers[event](stage, principal, row, { ...motive, controlProven: proven }, act)
    },
  }
}

type Motive = {
  id: string
  version: number
  reason: string
  clause: string
  urgency: string | undefined
  controlProven: boolean
}
type Proposer = (
  stage: Stage,
  principal: Principal,
  row: CommitmentRow,
  motive: Motive,
  act: Awaited<ReturnType<Stage['act']>>,
) => Promise<unknown>
const proposers: Readonly<Record<EventByTwo, Proposer>> = {
  countersign: ({ world }, principal, row, motive, act) =>
    countersignCommitment(world, principal, { ...motive, fileSha256: row.fileSha256 ?? '0'.repeat(64) }, act),
  freeze: ({ world }, principal, _row, motive, act) => freezeCommitment(world, principal, motive, act),
  cut: ({ world }, principal, _row, motive, act) =>
    cutCommitment(world, principal, { ...motive, as: 'mass' }, act),
  restore: ({ world }, principal, _row, motive, act) => restoreCommitment(world, principal, motive, act),
  'give-notice': (stage, principal, _row, motive, act) =>
    giveNotice(stage.world, principal, { ...motive, endsOn: noticeEnd(stage) }, act),
  end: ({ world }, principal, _row, motive, act) => endCommitment(world, principal, motive, act),
}

function safetyCut({ stage, troupe, memory, before }: Scene, who: CastName): Attempt | undefined {
  const row = liveOf(before) ?? before.commitments.at(-1)
  if (row === undefined) return undefined
  const now = stage.clock.now().getTime()
  const { blocks, voided } = standing(before, row, 'cut')
  const may =
    mayAsAgency(who, 'AS') && nextState('cut', row) !== undefined && !blocks && now - memory.lastCut >= DAY_MS
  const principal = troupe.principal(who)
  return {
    name: 'safety cut',
    expected: may ? { ...moving(row, 'out', row.state), proposes: 'to-confirm', decisions: voided } : REFUSED,
    run: async () => {
      const act = await stage.act(principal, true)
      await cutCommitment(stage.world, principal, { ...seenOf(row), reason, as: 'safety' }, act)
      memory.lastCut = now
    },
  }
}

function answer(scene: Scene, action: Extract<Action, { is: 'answer' }>): Attempt | undefined {
  const { stage, troupe, before } = scene
  // The newest most often: the others are over.
  const decision = before.decisions.at(-1 - (action.which % Math.max(1, before.decisions.length)))
  if (decision === undefined) return undefined
  const who = action.asProposer ? proposerOf(scene, decision) : action.who
  const principal = troupe.principal(who)
  return {
    name: `${action.verdict} ${decision.event}`,
    expected: answerOf(scene, decision, action.verdict, who),
    run: async () => {
      const input = { id: decision.id, version: decision.version, act: await stage.act(principal, true) }
      switch (action.verdict) {
        case 'approve':
          return approveDecision(stage.world, commitmentEffects, principal, input)
        case 'refuse':
          return refuseDecision(stage.world, principal, { ...input, reason })
        case 'withdraw':
          return withdrawDecision(stage.world, principal, input)
        case 'confirm':
          return confirmDecision(stage.world, principal, input)
      }
    },
  }
}

/** Who proposed it; of Denise, the account that she did not use. */
function proposerOf({ troupe, before }: Scene, { id }: DecisionRow): CastName {
  const act = before.acts.find(({ decisionId, verdict }) => decisionId === id && verdict === 'propose')!
  const name = troupe.nameOf(act.personId)
  return name === 'denise' ? 'denise-again' : (name as CastName)
}

function answerOf(
  { stage, troupe, before }: Scene,
  decision: DecisionRow,
  verdict: Extract<Action, { is: 'answer' }>['verdict'],
  who: CastName,
): Expected {
  const now = stage.clock.now()
  const acts = before.acts.filter(({ decisionId }) => decisionId === decision.id)
  const proposer = acts.find((one) => one.verdict === 'propose')!
  const subject = before.commitments.find(({ id }) => id === decision.subjectId)!
  const parts = [
    ...acts.map(({ personId }) => troupe.nameOf(personId)),
    ...(decision.event === 'countersign' && subject.submittedBy !== null ? ['os'] : []),
  ]
  const isOpen =
    ['proposed', 'observations'].includes(decision.state) &&
    (decision.expiresAt === null || now < new Date(decision.expiresAt))
  const ending = (state: string): Expected => ({
    outcome: 'done',
    decisions: new Map([[decision.id, state]]),
  })
  switch (verdict) {
    case 'approve': {
      const outcome = approvalOf(before, decision, who, parts, now)
      if (outcome === 'refused') return REFUSED
      if (outcome === 'void') return { outcome, decisions: new Map([[decision.id, 'void']]) }
      return { ...ending('approved'), ...effectOf(before, subject, decision.event as EventByTwo) }
    }
    case 'refuse':
      return mayDecide(who) && isOpen && !isTheSamePerson(who, parts) ? ending('refused') : REFUSED
    case 'withdraw':
      return mayAsAgency(who, 'AI', 'AD') &&
        isOpen &&
        isTheSamePerson(who, [troupe.nameOf(proposer.personId)])
        ? ending('withdrawn')
        : REFUSED
    case 'confirm':
      return mayDecide(who) &&
        decision.state === 'to-confirm' &&
        !isTheSamePerson(who, parts) &&
        !isInDoubt(who, parts)
        ? ending('confirmed')
        : REFUSED
  }
}

function effectOf(before: Snapshot, row: CommitmentRow, event: EventByTwo): Partial<Expected> {
  const to = nextState(event, row)!
  const wayBack = event === 'cut' ? row.state : to === 'frozen' ? 'active' : null
  const living = before.boxes.filter(({ state }) => state !== 'withdrawn')
  return {
    commitments: new Map([[row.id, [to, wayBack]]]),
    ...(event === 'end' ? { boxes: new Map(living.map(({ id }) => [id, 'withdrawn'])) } : {}),
  }
}

const BOX_MOVES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  suspend: { 'in-service': 'suspended' },
  restore: { suspended: 'in-service' },
  withdraw: { 'in-service': 'withdrawn', suspended: 'withdrawn' },
}
const boxUseCases = { suspend: suspendDrimbox, restore: restoreDrimbox, withdraw: withdrawDrimbox }

function boxAct(
  scene: Scene,
  what: 'register' | 'suspend' | 'restore' | 'withdraw',
  which: number,
): Attempt | undefined {
  const { stage, troupe, memory, before } = scene
  if (what === 'register') {
    memory.number += 1
    const box = drimboxOf(memory.number, troupe.organisationId)
    return {
      name: 'register box',
      expected: liveOf(before)?.state === 'active' ? { outcome: 'done', registers: true } : REFUSED,
      run: () => registerDrimbox(stage.world, OPERATIONS, box),
    }
  }
  const box = before.boxes[which % Math.max(1, before.boxes.length)]
  if (box === undefined) return undefined
  const to = BOX_MOVES[what]![box.state]
  return {
    name: `${what} box`,
    expected: to === undefined ? REFUSED : { outcome: 'done', boxes: new Map([[box.id, to]]) },
    run: () => boxUseCases[what](stage.world, OPERATIONS, { ...seenOf(box), reason }),
  }
}

function time({ stage, before }: Scene, days: number): Attempt {
  // A moment later at least: no two acts at the same one.
  stage.clock.advance(days * DAY_MS + 1)
  return {
    name: 'time',
    expected: { outcome: 'done', ...afterTime(before, stage.clock.now()) },
    run: async () => {
      // In another order than the worker's: no part of time depends on another.
      for (const work of periodicDecisions) await work.run(stage.world)
      await activateCommitments(stage.world)
      await windDownCommitments(stage.world)
    },
  }
}

function afterTime(before: Snapshot, now: Date): Partial<Expected> {
  const commitments = new Map<string, Standing>()
  const live = liveOf(before)
  const due = before.commitments.find(
    (row) => row.state === 'signed' && row.effectiveOn !== null && row.effectiveOn <= parisDay(now),
  )
  if (due !== undefined && !holdsBack(live, due)) {
    if (live !== undefined) commitments.set(live.id, ['ended', null])
    commitments.set(due.id, ['active', null])
  } else if (live?.state === 'notice' && isHalfOver(live, now))
    commitments.set(live.id, ['winding-down', null])
  const decisions = new Map<string, string>()
  for (const one of before.decisions) {
    if (!['proposed', 'observations'].includes(one.state)) continue
    const subject = before.commitments.find(({ id }) => id === one.subjectId)!
    if (subject.version !== one.subjectVersion) decisions.set(one.id, 'void')
    else if (one.expiresAt !== null && now >= new Date(one.expiresAt)) decisions.set(one.id, 'expired')
    else if (one.state === 'observations' && now >= new Date(one.observationsUntil!))
      decisions.set(one.id, 'proposed')
  }
  return { commitments, decisions }
}

/** Nobody who countersigned knew of it: out, or frozen or given notice since then. */
function holdsBack(live: CommitmentRow | undefined, { signedAt }: CommitmentRow): boolean {
  const decidedAt = live?.state === 'frozen' ? live.waitingSince : live?.noticeGivenAt
  return live?.state === 'out' || (decidedAt != null && Date.parse(decidedAt) >= Date.parse(signedAt!))
}

function isHalfOver({ noticeGivenAt, endsOn }: CommitmentRow, now: Date): boolean {
  const given = Date.parse(noticeGivenAt!)
  // The last millisecond of its last day, in Paris, by search: the code computes it.
  let end = Date.parse(endsOn!) - DAY_MS
  while (parisDay(new Date(end)) <= endsOn!) end += 1_800_000
  return now.getTime() - given >= (end - given) / 2
}

/** What comes next in a good world: the step that moves the organisation on, by people who may. */
export function nextOf({ before, stage }: Scene): Exclude<Action, { is: 'next' | 'text' }> {
  const open = openOf(before)
  const live = liveOf(before)
  const waiting = before.decisions.findLastIndex(({ state }) => ['proposed', 'observations'].includes(state))
  if (waiting !== -1) {
    const decision = before.decisions[waiting]!
    const until = decision.observationsUntil
    if (until !== null && stage.clock.now() < new Date(until)) return { is: 'time', days: 16 }
    const which = before.decisions.length - 1 - waiting
    return { is: 'answer', verdict: 'approve', which, who: 'didier', asProposer: false }
  }
  switch (open?.state) {
    case 'draft':
      return open.fileSha256 === null || open.effectiveOn !== parisDay(stage.clock.now())
        ? { is: 'fill', who: 'os' }
        : { is: 'submit', who: 'os', vouched: true }
    case 'submitted':
      return { is: 'claim', who: 'ines' }
    case 'under-review':
      return propose('countersign')
    case 'signed':
      return { is: 'time', days: 1 }
    case undefined:
    default:
      break
  }
  switch (live?.state) {
    case undefined:
      return { is: 'open', who: 'os' }
    case 'active':
      return before.boxes.some(({ state }) => state === 'in-service')
        ? propose('freeze')
        : { is: 'box', what: 'register', which: 0 }
    case 'out':
      return propose('restore')
    case 'frozen':
      return { is: 'notice', who: 'os' }
    case 'winding-down':
      return propose('end')
    default:
      return { is: 'time', days: 46 }
  }
}

const propose = (event: EventByTwo) =>
  ({ is: 'propose', event, who: 'ines', vouched: true, urgent: true, proven: true }) as const
