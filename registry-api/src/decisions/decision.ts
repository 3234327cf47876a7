import type { Transaction } from '../db/transaction.ts'
import type { DecisionClass, RecordedClass } from './classes.ts'

export type DecisionState =
  /** Waits until the party has been heard; then it is `proposed`. */
  | 'observations'
  | 'proposed'
  | 'approved'
  | 'refused'
  | 'withdrawn'
  | 'expired'
  | 'void'
  /** Applied by one officer for safety; another person confirms. */
  | 'to-confirm'
  | 'confirmed'

/** What a person does with a decision. */
export type DecisionVerdict = 'propose' | 'approve' | 'refuse' | 'withdraw' | 'confirm'

/** What the decision changes on the list, for the eyes of whoever answers. */
export interface ListEffect {
  readonly added: number
  readonly removed: number
  /** Anything that makes the effect exact: DRIMboxes left by name, say. It is digested with the rest. */
  readonly lines?: readonly string[]
}

/** What stood before the eyes of the proposer. Its digest binds who answers to the very same (procedures 2.6). */
export interface Shown {
  readonly class: DecisionClass
  readonly event: string
  readonly subject: { readonly kind: string; readonly id: string; readonly version: number }
  readonly organisationId: string | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly reason: string | null
  readonly clause: string | null
  /** Why the party is not heard first (CRPA L.121-2). */
  readonly urgency: string | null
  readonly effect: ListEffect | null
  /** Persons who asked for it, S1: they answer nothing here. */
  readonly authors: readonly string[]
  readonly content: Readonly<Record<string, unknown>>
}

/** A decision that needs two persons. */
export interface Decision {
  readonly id: string
  readonly version: number
  readonly class: RecordedClass
  readonly state: DecisionState
  readonly subjectKind: string
  readonly subjectId: string
  /** The version that was shown: where the subject has moved on, the decision is void. */
  readonly subjectVersion: number
  /** The event of the noun that the last approval applies. */
  readonly event: string
  readonly organisationId: string | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly shown: Shown
  /** SHA-256 (hex) of the canonical JSON of `shown`. */
  readonly digest: string
  readonly proposedBy: string
  readonly reason: string | null
  readonly clause: string | null
  readonly observationsUntil: Date | null
  readonly expiresAt: Date | null
  readonly confirmBy: Date | null
  readonly decidedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** One act of one person. Added, never changed. */
export interface DecisionAct {
  readonly personId: string
  readonly verdict: DecisionVerdict
  readonly reason: string | null
  readonly stepUpId: string | null
  readonly at: Date
}

/**
 * What the last approval does, told by the noun of the subject under `${subjectKind}.${event}`. It runs in the
 * transaction of the approval and first looks at the version of its subject: where that is no longer
 * `decision.subjectVersion` it throws StaleVersion, and the decision becomes void. Any other refusal leaves the decision
 * open, and nothing written.
 */
export type DecisionEffect = (tx: Transaction, decision: Decision) => Promise<void>
export type DecisionEffects = Readonly<Record<string, DecisionEffect>>
