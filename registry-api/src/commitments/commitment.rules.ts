import type { AuditEventName } from '../audit/audit.ts'
import type { DecisionClass } from '../decisions/classes.ts'
import type { Permission } from '../rights/permissions.ts'
import { commitmentRefusals } from './commitment.refusals.ts'
import type { Commitment, CommitmentState, ResumableState } from './commitment.ts'

/** One way to bring an event about: who may begin it, and under which class of decision. */
export interface CommitmentWay {
  /** `worker`: time does it. */
  readonly may: Permission | 'worker'
  readonly class: DecisionClass
  /** Of class `own` where it is asked for; the other classes say it themselves. */
  readonly stepUp?: true
}

export interface CommitmentEventRule {
  /** Its event in the audit. */
  readonly audit: AuditEventName
  readonly from: Partial<Record<CommitmentState, CommitmentState | 'resume'>>
  readonly ways: readonly CommitmentWay[]
  /** What becomes of its organisation's lines, its boxes being as they are. */
  readonly lines: 'none-yet' | 'by-2.8' | 'stay' | 'leave' | 'come-back'
  /** The mail to the organisation. */
  readonly mail?: 'M2' | 'M6' | 'M8' | 'M9' | 'M10'
}

const byTwo = (name: 'grant' | 'adverse' | 'mass'): CommitmentWay => ({
  may: 'decision.propose',
  class: name,
})
const byTime: CommitmentWay = { may: 'worker', class: 'rule' }
const byReviewer: CommitmentWay = { may: 'commitment.review', class: 'check' }

/**
 * The life of a commitment (procedures 2.2): from state and event to state, who brings it about, and what the list
 * does. What is not here is refused. `resume` is the state it was in before.
 */
export const commitmentEvents = {
  submit: {
    audit: 'commitment.submitted',
    from: { draft: 'submitted' },
    ways: [{ may: 'commitment.sign', class: 'own', stepUp: true }],
    lines: 'none-yet',
  },
  claim: {
    audit: 'commitment.claimed',
    from: { submitted: 'under-review' },
    ways: [byReviewer],
    lines: 'none-yet',
  },
  // From under review too: a file that cannot be countersigned must have a way back.
  return: {
    audit: 'commitment.returned',
    from: { submitted: 'draft', 'under-review': 'draft' },
    ways: [byReviewer],
    lines: 'none-yet',
    mail: 'M2',
  },
  countersign: {
    audit: 'commitment.countersigned',
    from: { 'under-review': 'signed' },
    ways: [byTwo('grant')],
    lines: 'none-yet',
  },
  activate: {
    audit: 'commitment.activated',
    from: { signed: 'active' },
    ways: [byTime],
    lines: 'by-2.8',
    mail: 'M6',
  },
  freeze: {
    audit: 'commitment.frozen',
    from: { active: 'frozen' },
    ways: [byTwo('adverse')],
    lines: 'stay',
    mail: 'M8',
  },
  cut: {
    audit: 'commitment.cut',
    from: { active: 'out', frozen: 'out', notice: 'out', 'winding-down': 'out' },
    ways: [{ may: 'cut.safety', class: 'safety' }, byTwo('mass')],
    lines: 'leave',
    mail: 'M9',
  },
  restore: {
    audit: 'commitment.restored',
    from: { frozen: 'resume', out: 'resume' },
    ways: [byTwo('grant')],
    lines: 'come-back',
    mail: 'M6',
  },
  'give-notice': {
    audit: 'commitment.notice-given',
    from: { active: 'notice', frozen: 'notice' },
    ways: [{ may: 'commitment.notice', class: 'own' }, byTwo('adverse')],
    lines: 'stay',
  },
  'wind-down': {
    audit: 'commitment.wound-down',
    from: { notice: 'winding-down' },
    ways: [byTime],
    lines: 'stay',
  },
  // Never by time: an end that nobody decided would take lines off behind everybody's back.
  end: {
    audit: 'commitment.ended',
    from: { notice: 'ended', 'winding-down': 'ended', out: 'ended' },
    ways: [byTwo('mass')],
    lines: 'leave',
    mail: 'M10',
  },
  // In the transaction that activates the next text. Not where isHeldBack.
  supersede: {
    audit: 'commitment.superseded',
    from: { active: 'ended', frozen: 'ended', notice: 'ended', 'winding-down': 'ended' },
    ways: [byTime],
    lines: 'stay',
  },
} as const satisfies Record<string, CommitmentEventRule>

export type CommitmentEvent = keyof typeof commitmentEvents

/** Under one of these an organisation is bound: it has one such commitment at most. */
export const LIVE_STATES = ['active', 'frozen', 'out', 'notice', 'winding-down'] as const
/** Under one of these its lines are on the list (procedures 2.8). */
export const LISTED_STATES = ['active', 'frozen', 'notice', 'winding-down'] as const
/** On its way, not yet in force: an organisation has one such commitment at most. */
export const OPEN_STATES = ['draft', 'submitted', 'under-review', 'signed'] as const

interface Standing {
  readonly state: CommitmentState
  readonly resumeTo: ResumableState | null
}

/** What `event` makes of a commitment. Throws `commitment-wrong-state`. */
export function afterEvent({ state, resumeTo }: Standing, event: CommitmentEvent): Standing {
  const { from }: CommitmentEventRule = commitmentEvents[event]
  const to = from[state]
  if (to === undefined) throw commitmentRefusals('commitment-wrong-state', { state, event })
  // The database holds a way back for whatever is frozen or out.
  if (to === 'resume') return { state: resumeTo!, resumeTo: wayBackFrom(resumeTo!) }
  if (event === 'cut') return { state: to, resumeTo: state as ResumableState }
  return { state: to, resumeTo: wayBackFrom(to) }
}

// One is frozen out of `active` only, so that is where it goes back to, even when it was cut in between.
function wayBackFrom(state: CommitmentState): ResumableState | null {
  return state === 'frozen' ? 'active' : null
}

/** Who moves next: the organisation, the agency, time; null where nobody must. */
export function turnOf(state: CommitmentState): 'party' | 'agency' | 'time' | null {
  switch (state) {
    case 'draft':
      return 'party'
    case 'submitted':
    case 'under-review':
    case 'out':
    case 'winding-down':
      return 'agency'
    case 'signed':
    case 'notice':
      return 'time'
    case 'active':
    case 'frozen':
    case 'ended':
      return null
  }
}

/**
 * Whether the day of a signed commitment has to wait for people: what two persons must restore, a date does not bring
 * back. Its predecessor is out, or was frozen or given notice after the next one was countersigned, so that nobody who
 * signed had that before their eyes.
 */
export function isHeldBack(
  former: Pick<Commitment, 'state' | 'waitingSince' | 'noticeGivenAt'>,
  { signedAt }: Pick<Commitment, 'signedAt'>,
): boolean {
  const decidedAt = former.state === 'frozen' ? former.waitingSince : former.noticeGivenAt
  return former.state === 'out' || (decidedAt !== null && signedAt !== null && decidedAt >= signedAt)
}

export function isLive(state: CommitmentState): boolean {
  return (LIVE_STATES as readonly CommitmentState[]).includes(state)
}

export function isListed(state: CommitmentState): boolean {
  return (LISTED_STATES as readonly CommitmentState[]).includes(state)
}
