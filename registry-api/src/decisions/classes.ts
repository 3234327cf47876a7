import type { Permission } from '../rights/permissions.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A proposal that nobody answers ends by itself (procedures 2.6). */
export const PROPOSAL_LIFE_MS = 30 * DAY_MS

/**
 * `none`, `where-said`: the event says so itself; `one`: the one who acts; `both`: each of the persons; `hardware`: a key
 * with direct attestation; `signer-key`: an approval made outside the API (decisions 22).
 */
export type StepUpNeed = 'none' | 'where-said' | 'one' | 'both' | 'hardware' | 'signer-key'

export interface DecisionClassRule {
  /** Distinct persons that it takes in all, the proposer among them. 0: a rule applies it. */
  readonly people: 0 | 1 | 2
  readonly side: 'party' | 'agency' | 'registry'
  readonly stepUp: StepUpNeed
  /** Four eyes: who may bring it, and who may answer it (procedures 3.2). */
  readonly fourEyes?: {
    readonly propose: Permission
    readonly answer: Permission
    readonly proposalLifeMs: number
    /** An approval counts no longer than this. */
    readonly approvalLifeMs: number
    /** The party has this long to be heard before anybody approves, unless urgency was written. */
    readonly observationsMs?: number
  }
  /** Applied at once by one officer, confirmed by another person (decisions 31). */
  readonly confirmed?: {
    readonly act: Permission
    readonly confirm: Permission
    readonly withinMs: number
    /** Unconfirmed it stays as it is, and rings this often. */
    readonly ringEveryMs: number
    readonly budget: { readonly windowMs: number; readonly drimboxes: number; readonly operators: number }
  }
  /** The event of a batch: how many it may hold, and how much of it each person opens first. */
  readonly batch?: { readonly atMost: number; readonly openedShare: number; readonly openedAtLeast: number }
  /** In force this long after the last approval. */
  readonly inForceAfterMs?: number
  /** Events of this class a day and organisation, beyond which it becomes a request. */
  readonly perDay?: number
  readonly letter?: boolean
}

const bySecondPerson = {
  propose: 'decision.propose',
  answer: 'decision.approve',
  proposalLifeMs: PROPOSAL_LIFE_MS,
  approvalLifeMs: 24 * HOUR_MS,
} as const

/** Classes of decisions as data (procedures 3.3, decisions 31). A number here is loosened by class `widen` only. */
export const decisionClasses = {
  own: { people: 1, side: 'party', stepUp: 'where-said' },
  rule: { people: 0, side: 'registry', stepUp: 'none', perDay: 20 },
  check: { people: 1, side: 'agency', stepUp: 'none' },
  refuse: { people: 1, side: 'agency', stepUp: 'one', letter: true },
  'grant-test': { people: 1, side: 'agency', stepUp: 'one' },
  grant: {
    people: 2,
    side: 'agency',
    stepUp: 'both',
    fourEyes: bySecondPerson,
    batch: { atMost: 500, openedShare: 0.05, openedAtLeast: 5 },
  },
  adverse: {
    people: 2,
    side: 'agency',
    stepUp: 'both',
    fourEyes: { ...bySecondPerson, observationsMs: 15 * DAY_MS },
    letter: true,
  },
  safety: {
    people: 1,
    side: 'agency',
    stepUp: 'hardware',
    confirmed: {
      act: 'cut.safety',
      confirm: 'cut.confirm',
      withinMs: 24 * HOUR_MS,
      ringEveryMs: 4 * HOUR_MS,
      budget: { windowMs: 24 * HOUR_MS, drimboxes: 5, operators: 1 },
    },
  },
  'self-cut': { people: 1, side: 'party', stepUp: 'none' },
  mass: { people: 2, side: 'agency', stepUp: 'both', fourEyes: bySecondPerson },
  widen: {
    people: 2,
    side: 'agency',
    stepUp: 'both',
    fourEyes: { ...bySecondPerson, propose: 'settings.propose', answer: 'settings.approve' },
    inForceAfterMs: 24 * HOUR_MS,
  },
  identity: {
    people: 2,
    side: 'agency',
    stepUp: 'both',
    fourEyes: { ...bySecondPerson, propose: 'member.grant', answer: 'member.grant' },
  },
  list: { people: 1, side: 'agency', stepUp: 'signer-key' },
  'list-beyond': { people: 2, side: 'agency', stepUp: 'signer-key' },
} as const satisfies Record<string, DecisionClassRule>

export type DecisionClass = keyof typeof decisionClasses

/** The classes that leave a row of decision: two persons, or one and a later confirmation. */
export type RecordedClass = 'grant' | 'adverse' | 'mass' | 'widen' | 'identity' | 'safety'

/** The rule of a class, under its wide type. */
export function ruleOf(name: DecisionClass): DecisionClassRule {
  return decisionClasses[name]
}

/** The role that answers a decision of this class: whom the mail goes to. */
export function answeringRole(name: RecordedClass): 'AD' | 'AA' {
  return name === 'identity' ? 'AA' : 'AD'
}
