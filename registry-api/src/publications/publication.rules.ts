import type { ApprovalClaims, Entry } from '@trust-space/whitelist/format'
import type { Base, Line, Publication, PublicationKind, PublicationState } from './publication.ts'
import { publicationRefusals } from './publication.refusals.ts'

/**
 * The life of a publication (decisions 17, 42): from state to the states it may go to. Until `signing` its number is
 * only the next one; from there on the number is spent, whatever comes of it.
 */
export const publicationTransitions = {
  draft: ['awaiting', 'approved', 'superseded', 'abandoned'],
  awaiting: ['approved', 'superseded', 'abandoned', 'expired'],
  approved: ['signing', 'superseded', 'abandoned', 'expired'],
  signing: ['served', 'refused', 'abandoned'],
  served: [],
  refused: [],
  abandoned: [],
  superseded: [],
  expired: [],
} as const satisfies Record<PublicationState, readonly PublicationState[]>

/** Throws `publication-wrong-state`. */
export function assertMayBecome(publication: Publication, to: PublicationState): void {
  const targets: readonly PublicationState[] = publicationTransitions[publication.state]
  if (!targets.includes(to))
    throw publicationRefusals('publication-wrong-state', { state: publication.state, act: to })
}

export interface Plan {
  readonly kind: PublicationKind
  readonly lines: readonly Line[]
}

/**
 * What the next list should be, or nothing (decisions 61). A removal comes before everything and carries nothing else;
 * a re-sign comes before a change, unless it would itself wait for people: then one approval does for both.
 */
export function planPublication(situation: {
  readonly base: Base
  /** The lines that are on the list by now, in their order. */
  readonly wanted: readonly Line[]
  /** The period has passed, or what was signed last is not what is served. */
  readonly isResignDue: boolean
  readonly isPauseLong: boolean
  /** Somebody asks for a publication now: the lines are signed again where nothing else is to be done. */
  readonly isAsked: boolean
}): Plan | undefined {
  const { base, wanted } = situation
  const allowed = new Set(wanted.map(keyOf))
  const kept = base.lines.filter((line) => allowed.has(keyOf(line)))
  if (kept.length < base.lines.length) return { kind: 'removal', lines: kept }
  const isChange = !haveSameLines(base.lines, wanted)
  if (situation.isResignDue && base.lines.length > 0 && !(isChange && situation.isPauseLong)) {
    return { kind: 're-sign', lines: base.lines }
  }
  if (isChange) return { kind: 'change', lines: wanted }
  return situation.isAsked && base.lines.length > 0 ? { kind: 're-sign', lines: base.lines } : undefined
}

/** A line is one DN of one DRIMbox; what else it says may change. */
export function keyOf({ drimboxId, entry }: Line): string {
  return `${drimboxId} ${entry.certificateDn}`
}

const FIELDS = [
  'number',
  'wadoHost',
  'viewerHost',
  'denomination',
  'certificateDn',
  'supportContact',
  'addedAt',
] as const satisfies readonly (keyof Entry)[]

function haveSameLines(a: readonly Line[], b: readonly Line[]): boolean {
  return (
    a.length === b.length &&
    a.every((line, index) => FIELDS.every((field) => line.entry[field] === b[index]!.entry[field]))
  )
}

export interface Effect {
  readonly added: number
  readonly removed: number
  readonly changed: number
  /** `db` and DN of the lines of the base that are not there as they were: what the guard-rails count. */
  readonly gone: readonly string[]
}

/** What `lines` do to the base. */
export function effectOf(base: readonly Line[], lines: readonly Line[]): Effect {
  const before = new Map(base.map((line) => [keyOf(line), line.entry]))
  const after = new Map(lines.map((line) => [keyOf(line), line.entry]))
  const removed = [...before].filter(([key]) => !after.has(key))
  const changed = [...before].filter(([key, entry]) => {
    const next = after.get(key)
    return next !== undefined && FIELDS.some((field) => next[field] !== entry[field])
  })
  return {
    added: [...after.keys()].filter((key) => !before.has(key)).length,
    removed: removed.length,
    changed: changed.length,
    gone: [...removed, ...changed].map(([, entry]) => `${entry.wadoHost} ${entry.certificateDn}`),
  }
}

const DAY_MS = 86_400_000
/** The signer's own limits (decisions 17, 64); a minute of margin, for it looks at its clock after we look at ours. */
const PAUSE_MAX_MS = 7 * DAY_MS - 60_000
const STEP_MAX = 1_000

/** After a week without a signature, even an unchanged list waits for a person (decisions 65). */
export function isPauseLong(base: Base, now: Date): boolean {
  return base.signedAt !== undefined && now.getTime() - base.signedAt.getTime() > PAUSE_MAX_MS
}

/** How many persons the signer will ask for: foreseen here, decided there. */
export function approvalsNeeded(draft: {
  readonly kind: PublicationKind
  readonly effect: Effect
  readonly base: Base
  readonly sequence: number
  readonly now: Date
  readonly guardRails: { readonly threshold: number; readonly used: number }
  /** `gone` of whatever was signed within the window of the guard-rails. */
  readonly goneBefore: ReadonlySet<string>
}): 0 | 1 | 2 {
  const { used, threshold } = draft.guardRails
  const more = draft.effect.gone.filter((line) => !draft.goneBefore.has(line)).length
  if (more > 0 && used + more > threshold) return 2
  if (draft.kind === 'change' || isPauseLong(draft.base, draft.now)) return 1
  return draft.sequence - draft.base.sequence > STEP_MAX ? 1 : 0
}

/**
 * How long to leave alone what was refused: each refusal costs a number, and a cause rarely goes away within seconds.
 * Doubles from 5 seconds to an hour with each refusal in a row.
 */
export function pauseAfterRefusalsMs(refusalsInARow: number): number {
  return refusalsInARow === 0 ? 0 : Math.min(3_600_000, 5_000 * 2 ** (refusalsInARow - 1))
}

const APPROVAL_LIFE_MAX_MS = 30 * 60_000

/**
 * Whether an approval is of this draft; whether its signature is good and its key known, the signer's keys say.
 * Throws `approval-…`, with the signer's own codes.
 */
export function assertApproves(
  claims: ApprovalClaims,
  publication: Publication,
  context: { readonly trustSpace: string; readonly now: Date },
): void {
  if (claims.trustSpace !== context.trustSpace) throw publicationRefusals('approval-other-trust-space')
  if (claims.newSequence !== publication.sequence) throw publicationRefusals('approval-other-sequence')
  if (claims.baseSequence !== publication.baseSequence || claims.baseDigest !== publication.baseDigest)
    throw publicationRefusals('approval-other-base')
  if (claims.contentDigest !== publication.contentDigest) throw publicationRefusals('approval-other-content')
  const lifeMs = Date.parse(claims.expiry) - context.now.getTime()
  if (!(lifeMs > 0)) throw publicationRefusals('approval-expired')
  if (lifeMs > APPROVAL_LIFE_MAX_MS) throw publicationRefusals('approval-too-long')
}

/** One key, one approval. Throws `approval-already-given`. */
export function assertNotYetApprovedBy(kid: string, approvals: readonly { readonly kid: string }[]): void {
  if (approvals.some((approval) => approval.kid === kid)) throw publicationRefusals('approval-already-given')
}

/** The signer counts persons: two keys of one of them are one. Throws `approval-same-person`. */
export function assertOtherPerson(
  kid: string,
  approvals: readonly { readonly kid: string }[],
  approvers: readonly { readonly kid: string; readonly person: number }[],
): void {
  const personOf = (of: string) => approvers.find((approver) => approver.kid === of)?.person
  if (approvals.some((approval) => personOf(approval.kid) === personOf(kid)))
    throw publicationRefusals('approval-same-person')
}
