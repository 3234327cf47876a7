import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import type { World } from '../world.ts'
import { membershipRefusals } from './membership.refusals.ts'
import { membershipRepository } from './membership.repository.ts'
import type { Membership } from './membership.ts'

export interface MembershipAct {
  readonly id: string
  /** The version the actor has read. */
  readonly version: number
}

export interface MembershipAtHand {
  readonly membership: Membership
  readonly kinds: readonly string[]
  /** All that have not ended, locked: administrators are counted among them. */
  readonly team: readonly Membership[]
}

/** What acts on a membership have in common, in a transaction of its own. Refuses what `lockMembership` does. */
export async function onMembership<T>(
  world: World,
  principal: Principal,
  input: MembershipAct,
  act: (tx: Transaction, at: MembershipAtHand) => Promise<T>,
): Promise<T> {
  return world.inTransaction(principal, async (tx) => act(tx, await lockMembership(tx, input)))
}

/** Finds it, locks its team, compares versions. Refuses `membership-not-found`. */
export async function lockMembership(
  tx: Transaction,
  { id, version }: MembershipAct,
): Promise<MembershipAtHand> {
  const memberships = membershipRepository(tx)
  const seen = await memberships.find(id)
  if (seen === undefined) throw membershipRefusals('membership-not-found')
  const organisation = await memberships.findOrganisation(seen.organisationId)
  // Row security shows people their own membership even where they do not belong yet: to them alone, and not the rest.
  if (organisation === undefined) throw membershipRefusals('membership-not-found')
  const team = await memberships.findOfOrganisation(seen.organisationId)
  const membership = team.find((member) => member.id === id) ?? seen
  if (membership.version !== version) throw new StaleVersion(membership.version)
  return { membership, kinds: organisation.kinds, team }
}

/** Saves, or tells that somebody was faster. */
export async function saveMembership(
  tx: Transaction,
  membership: Membership,
  change: Partial<Pick<Membership, 'roles' | 'state' | 'validUntil'>>,
): Promise<Membership> {
  if (!(await membershipRepository(tx).change(membership, change)))
    throw new StaleVersion(membership.version + 1)
  return { ...membership, ...change, version: membership.version + 1, updatedAt: tx.at }
}
