import { invitationRefusals } from './invitation.refusals.ts'

const HOUR_MS = 3_600_000
export const INVITATION_LIFE_MS = 7 * 24 * HOUR_MS
export const BOOTSTRAP_LIFE_MS = HOUR_MS

/** Who the agency begins with: two who hand out roles, one who decides. */
const FIRST_PEOPLE = ['AA', 'AA', 'AD'] as const

export interface InvitationTimes {
  readonly acceptedAt: Date | null
  readonly expiresAt: Date
}

/** Refuses `invitation-unknown`, `invitation-used`, `invitation-expired`. */
export function assertAcceptable<Found extends InvitationTimes>(
  invitation: Found | undefined,
  at: Date,
): asserts invitation is Found {
  if (invitation === undefined) throw invitationRefusals('invitation-unknown')
  if (invitation.acceptedAt !== null) throw invitationRefusals('invitation-used')
  if (invitation.expiresAt <= at) throw invitationRefusals('invitation-expired')
}

/** The roles that are still missing among the first three people; refuses `bootstrap-complete` where none is. */
export function missingFirstRoles(present: readonly (readonly string[])[]): ('AA' | 'AD')[] {
  const count = (role: string) => present.filter((roles) => roles.includes(role)).length
  const left = { AA: count('AA'), AD: count('AD') }
  const missing = FIRST_PEOPLE.filter((role) => {
    left[role] -= 1
    return left[role] < 0
  })
  if (missing.length === 0) throw invitationRefusals('bootstrap-complete')
  return missing
}
