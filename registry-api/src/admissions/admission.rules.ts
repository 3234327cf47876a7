import type { FieldFault } from '../errors.ts'
import { fieldFault } from '../field-faults.ts'
import type { Admission, AdmissionForm, AdmissionPiece, AdmissionState, PieceVerdict } from './admission.ts'
import { addDays, startOfDayInParis } from '../paris-days.ts'
import { admissionRefusals } from './admission.refusals.ts'
import {
  admissionPieceKinds,
  pieceRules,
  piecesAskedFor,
  type PieceKind,
  type PieceRule,
  type Space,
} from './pieces.ts'

export const DAY_MS = 86_400_000
/** The agency answers within this time; silence never accepts, it rings ([K] CRPA L.231-1). */
export const ANSWER_WITHIN_MS = 45 * DAY_MS
/** What the agency asks for is waited for this long, unless it says otherwise; at half of it comes a reminder. */
export const COMPLETE_WITHIN_DAYS = 30
/** Once accepted, the contract is to be signed by then. */
export const SIGN_WITHIN_MS = 30 * DAY_MS

export type AdmissionAct =
  'change' | 'submit' | 'claim' | 'judge' | 'ask-pieces' | 'accept' | 'refuse' | 'abandon' | 'lapse'

/** The life of an admission (procedures 2.1): from state and act to state. What is not here is refused. */
export const admissionTransitions = {
  draft: { change: 'draft', submit: 'submitted', abandon: 'abandoned' },
  incomplete: { change: 'incomplete', submit: 'submitted', abandon: 'abandoned', lapse: 'abandoned' },
  submitted: { claim: 'under-review', abandon: 'abandoned' },
  'under-review': {
    judge: 'under-review',
    'ask-pieces': 'incomplete',
    accept: 'accepted',
    refuse: 'refused',
    abandon: 'abandoned',
  },
  accepted: {},
  refused: {},
  abandoned: {},
} as const satisfies Record<AdmissionState, Partial<Record<AdmissionAct, AdmissionState>>>

const PAST = {
  change: 'changed',
  submit: 'submitted',
  claim: 'claimed',
  judge: 'judged',
  'ask-pieces': 'sent back for pieces',
  accept: 'accepted',
  refuse: 'refused',
  abandon: 'abandoned',
  lapse: 'lapsed',
} as const satisfies Record<AdmissionAct, string>

/** Where `act` leads. Throws `admission-wrong-state`. */
export function afterAct(state: AdmissionState, act: AdmissionAct): AdmissionState {
  const transitions: Partial<Record<AdmissionAct, AdmissionState>> = admissionTransitions[state]
  const to = transitions[act]
  if (to === undefined) throw admissionRefusals('admission-wrong-state', { state, act: PAST[act] })
  return to
}

export function isOpen(state: AdmissionState): boolean {
  return 'abandon' in admissionTransitions[state]
}

export type Turn = 'applicant' | 'agency' | 'decider'

/** Whose turn it is, and since when; `proposedAt` is that of a proposal which waits for a second person. */
export function turnOf(
  admission: Pick<Admission, 'state' | 'waitingSince' | 'dueAt'>,
  proposedAt: Date | null,
): { turn: Turn | null; since: Date | null; dueAt: Date | null } {
  const { state, waitingSince: since, dueAt } = admission
  if (!isOpen(state)) return { turn: null, since: null, dueAt: null }
  if (state === 'draft' || state === 'incomplete') return { turn: 'applicant', since, dueAt }
  if (proposedAt !== null) return { turn: 'decider', since: proposedAt, dueAt }
  return { turn: 'agency', since, dueAt }
}

/**
 * From when the agency's time counts: the first submission, moved on by every time it waited for pieces
 * (« délai suspendu »).
 */
export function countedFrom(
  admission: Pick<Admission, 'state' | 'submittedAt' | 'waitingSince'>,
  at: Date,
): Date {
  if (admission.submittedAt === null) return at
  const suspendedMs = at.getTime() - admission.waitingSince.getTime()
  return new Date(admission.submittedAt.getTime() + suspendedMs)
}

/** Half of the time to complete is over. */
export function isReminderDue(
  { waitingSince, dueAt, remindedAt }: Pick<Admission, 'waitingSince' | 'dueAt' | 'remindedAt'>,
  at: Date,
): boolean {
  if (dueAt === null || remindedAt !== null) return false
  return at.getTime() >= (waitingSince.getTime() + dueAt.getTime()) / 2
}

const NEEDED = [
  'kinds',
  'legalName',
  'displayName',
  'siren',
  'siretSeat',
  'signatory',
  'supportMailbox',
  'securityPhone',
  'plannedDrimboxes',
  'hostsForOthers',
] as const satisfies readonly (keyof AdmissionForm)[]

/** Everything that keeps a form from being submitted, at once, with a JSON pointer each. */
export function missingFrom(
  form: AdmissionForm,
  pieces: readonly AdmissionPiece[],
  space: Space,
): FieldFault[] {
  const needed = space === 'PRODUCTION' ? ([...NEEDED, 'dpoMailbox'] as const) : NEEDED
  const fields = needed
    .filter((name) => form[name] === undefined)
    .map((name) => fieldFault(`/${name}`, 'required'))
  const papers = piecesAskedFor(form, space)
    .filter((kind) => pieceRules[kind].hasDocument)
    .flatMap((kind) => {
      const given = pieces.find((piece) => piece.kind === kind)
      const [pointer, { en, fr }] = [`/pieces/${kind}`, pieceRules[kind]]
      if (given === undefined || given.documentId === null)
        return [fieldFault(pointer, 'piece-missing', { piece: en }, { piece: fr })]
      // Asked to redo it, the applicant has to give another file.
      if (given.verdict === 'to-redo')
        return [fieldFault(pointer, 'piece-refused', { piece: en }, { piece: fr })]
      return []
    })
  return [...fields, ...disagreements(form), ...papers]
}

/** Fields that are good one by one and wrong together. */
export function disagreements(form: AdmissionForm): FieldFault[] {
  const { siren, siretSeat } = form
  return siren !== undefined && siretSeat !== undefined && !siretSeat.startsWith(siren)
    ? [fieldFault('/siretSeat', 'siret-of-another')]
    : []
}

/** Throws `admission-incomplete` with everything that is missing. */
export function assertComplete(
  form: AdmissionForm,
  pieces: readonly AdmissionPiece[],
  space: Space,
): asserts form is CompleteForm {
  const missing = missingFrom(form, pieces, space)
  if (missing.length > 0) throw admissionRefusals('admission-incomplete', {}, missing)
}

/** A form that may be submitted. */
export type CompleteForm = AdmissionForm & {
  readonly [Name in (typeof NEEDED)[number]]-?: NonNullable<AdmissionForm[Name]>
}

/** The guard of `accept`: each piece asked for was read and found good. Throws `admission-pieces-not-good`. */
export function assertPiecesGood(form: AdmissionForm, pieces: readonly AdmissionPiece[], space: Space): void {
  const faults = piecesAskedFor(form, space).flatMap((kind) => {
    const verdict = pieces.find((piece) => piece.kind === kind)?.verdict ?? null
    if (verdict === 'good' || verdict === 'not-applicable') return []
    const { en, fr } = pieceRules[kind]
    const code = verdict === null ? 'piece-unread' : 'piece-refused'
    return [fieldFault(`/pieces/${kind}`, code, { piece: en }, { piece: fr })]
  })
  if (faults.length > 0) throw admissionRefusals('admission-pieces-not-good', {}, faults)
}

/** A reviewer does not refuse alone what they reviewed (3.3, class `refuse`). Throws `claimer-cannot-refuse`. */
export function assertNotClaimer(admission: Pick<Admission, 'claimedBy'>, personId: string): void {
  if (admission.claimedBy === personId) throw admissionRefusals('claimer-cannot-refuse')
}

/**
 * Reviewed by one person, decided by another: also where a third one proposed it. Throws `claimer-cannot-accept`.
 */
export function assertAnotherDecides(
  admission: Pick<Admission, 'claimedBy'>,
  personId: string | undefined,
): void {
  if (admission.claimedBy === personId) throw admissionRefusals('claimer-cannot-accept')
}

/** Throws `piece-unknown` for what an admission does not hold. */
export function assertPieceKind(kind: string): asserts kind is PieceKind {
  if (!(admissionPieceKinds as readonly string[]).includes(kind)) throw admissionRefusals('piece-unknown')
}

/** What was never handed in is not found good. Throws `piece-not-given`. */
export function assertJudgeable(
  kind: PieceKind,
  verdict: PieceVerdict,
  given: Pick<AdmissionPiece, 'documentId'> | undefined,
): void {
  const isMissing = pieceRules[kind].hasDocument && (given?.documentId ?? null) === null
  if (verdict === 'good' && isMissing) throw admissionRefusals('piece-not-given')
}

/**
 * Until when a piece found good holds: the end of the day that its paper names (in Paris), else by its kind; null where nothing
 * says. Throws `piece-validity-wrong` for a day that is past.
 */
export function lastMoment(kind: PieceKind, day: string | undefined, at: Date): Date | null {
  if (day !== undefined) {
    const until = new Date(startOfDayInParis(addDays(day, 1)).getTime() - 1)
    if (until < at)
      throw admissionRefusals('piece-validity-wrong', {}, [fieldFault('/validUntil', 'date-past')])
    return until
  }
  const { validity }: PieceRule = pieceRules[kind]
  if (typeof validity === 'string') return null
  const until = new Date(at)
  until.setUTCMonth(until.getUTCMonth() + validity.months)
  return until
}
