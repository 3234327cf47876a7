import type { DeskApi } from './desk-api.ts'
import type { Draft } from './drafts.ts'
import type { Me, Membership, Role } from './wire/me.ts'

/** Who is at the desk, for the length of one request. */
export interface Desk {
  readonly api: DeskApi
  readonly me: Me
  /** Memberships in operators and vendors that are in force. */
  readonly parties: readonly Membership[]
  /** The membership in the agency, where there is one. */
  readonly agency: Membership | undefined
  /** The party whose desk is shown: the chosen one, else the first. */
  readonly party: Membership | undefined
  /** Text typed before the last session ended, for the page asked for. */
  readonly draft: Draft | undefined
}

/** Puts together what the pages need to know of the person and of the organisation they look at. */
export function deskOf(api: DeskApi, me: Me, chosen: string | undefined, draft: Draft | undefined): Desk {
  const active = me.memberships.filter(({ state }) => state === 'active')
  const isAgency = ({ organisation }: Membership): boolean => organisation.kinds.includes('agency')
  const parties = active.filter((membership) => !isAgency(membership))
  return {
    api,
    me,
    parties,
    agency: active.find(isAgency),
    party: parties.find(({ organisation }) => organisation.id === chosen) ?? parties[0],
    draft,
  }
}

/** True where the membership carries one of the roles. The registry decides; this only spares a refusal. */
export function holds(membership: Membership | undefined, ...roles: readonly Role[]): boolean {
  return membership?.roles.some((role) => roles.includes(role)) ?? false
}
