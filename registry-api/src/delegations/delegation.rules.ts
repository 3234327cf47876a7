import type { FieldFault } from '../errors.ts'
import { fieldFault } from '../field-faults.ts'
import { hasFinessKey, isFinessForm, isSiret } from '../organisations/identifiers.rules.ts'
import { addDays, addYears, daysBetween } from '../paris-days.ts'
import { delegationRefusals } from './delegation.refusals.ts'
import type { Delegation, DelegationState } from './delegation.ts'

export type DelegationEvent = 'accept' | 'refuse' | 'expire' | 'revoke'

/** The life of a delegation (procedures 2.3). None of this touches the list: its end opens a request, no more. */
export const delegationTransitions = {
  declared: { accept: 'active', refuse: 'refused', expire: 'expired', revoke: 'revoked' },
  active: { expire: 'expired', revoke: 'revoked' },
  refused: {},
  expired: {},
  revoked: {},
} as const satisfies Record<DelegationState, Partial<Record<DelegationEvent, DelegationState>>>

/** What `event` makes of a delegation. Throws `delegation-wrong-state`. */
export function afterDelegationEvent(state: DelegationState, event: DelegationEvent): DelegationState {
  const transitions: Partial<Record<DelegationEvent, DelegationState>> = delegationTransitions[state]
  const to = transitions[event]
  if (to === undefined) throw delegationRefusals('delegation-wrong-state', { state, event })
  return to
}

/** At most this long (procedures 8). */
export const YEARS_AT_MOST = 3

type Declared = Pick<Delegation, 'finess' | 'siret' | 'validFrom' | 'validUntil'>

/** Every fault at once, by field. Throws `delegation-invalid`. */
export function assertDelegationFits(declared: Declared, today: string): void {
  const { finess, siret, validFrom, validUntil } = declared
  const faults: FieldFault[] = []
  if (finess === null && siret === null) faults.push(fieldFault('/finess', 'required'))
  if (finess !== null && !isFinessForm(finess)) faults.push(fieldFault('/finess', 'finess'))
  if (siret !== null && !isSiret(siret)) faults.push(fieldFault('/siret', 'siret'))
  if (validUntil <= validFrom) faults.push(fieldFault('/validUntil', 'end-before-start'))
  // Three years from a 25 November end on the 24th: the day after is the first of a fourth.
  else if (validUntil >= addYears(validFrom, YEARS_AT_MOST))
    faults.push(
      fieldFault('/validUntil', 'too-large', { maximum: addDays(addYears(validFrom, YEARS_AT_MOST), -1) }),
    )
  if (validUntil < today) faults.push(fieldFault('/validUntil', 'date-past'))
  if (faults.length > 0) throw delegationRefusals('delegation-invalid', {}, faults)
}

export interface DelegationWarning {
  readonly code: 'overlap' | 'finess-key'
  /** The one it overlaps with, where it is one's own. */
  readonly delegationId?: string
}

type Span = Pick<Delegation, 'id' | 'finess' | 'siret' | 'validFrom' | 'validUntil'>

/** What is worth a second look, and refused by nobody: two delegations of one facility at once, an odd FINESS key. */
export function warningsOf(
  delegation: Span,
  others: readonly (Span & { readonly state: DelegationState; readonly drimboxIds: readonly string[] })[],
  drimboxIds: readonly string[],
): DelegationWarning[] {
  const overlapping = others.filter(
    (other) =>
      other.id !== delegation.id &&
      (other.state === 'declared' || other.state === 'active') &&
      isSameFacility(other, delegation) &&
      other.validFrom <= delegation.validUntil &&
      delegation.validFrom <= other.validUntil &&
      shareDrimbox(other.drimboxIds, drimboxIds),
  )
  return [
    ...overlapping.map(({ id }) => ({ code: 'overlap' as const, delegationId: id })),
    ...(delegation.finess !== null && !hasFinessKey(delegation.finess)
      ? [{ code: 'finess-key' as const }]
      : []),
  ]
}

function isSameFacility(one: Pick<Span, 'finess' | 'siret'>, other: Pick<Span, 'finess' | 'siret'>): boolean {
  return (
    (one.finess !== null && one.finess === other.finess) || (one.siret !== null && one.siret === other.siret)
  )
}

// None named: all of the operator.
function shareDrimbox(one: readonly string[], other: readonly string[]): boolean {
  return one.length === 0 || other.length === 0 || one.some((id) => other.includes(id))
}

/** What of its length is left when each warning is given. */
export const WARNED_AT = [1 / 3, 1 / 6, 1 / 12] as const

/** How many warnings are due by `today`: 0 to 3. */
export function warningsDue(
  { validFrom, validUntil }: Pick<Delegation, 'validFrom' | 'validUntil'>,
  today: string,
): number {
  const length = daysBetween(validFrom, validUntil) + 1
  const left = daysLeft({ validUntil }, today)
  return WARNED_AT.filter((share) => left <= length * share).length
}

/** Days that are left, today among them. */
export function daysLeft({ validUntil }: Pick<Delegation, 'validUntil'>, today: string): number {
  return Math.max(0, daysBetween(today, validUntil) + 1)
}

/** Its last day is over (example 11: at midnight in Paris). */
export function isOver({ validUntil }: Pick<Delegation, 'validUntil'>, today: string): boolean {
  return validUntil < today
}
