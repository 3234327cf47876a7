import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Role } from '../rights/roles.ts'
import { membershipRepository } from './membership.repository.ts'
import type { Membership } from './membership.ts'
import { endSessionsOf } from './open-session.ts'

/**
 * Makes a person a member, in the transaction of whatever makes them one (an invitation accepted, an admission
 * accepted). Their sessions end with the new role: the next one is made with it in mind.
 */
export async function beginMembership(
  tx: Transaction,
  input: {
    readonly personId: string
    readonly organisationId: string
    readonly roles: readonly Role[]
    readonly state: 'active' | 'invited'
    readonly invitedBy: string | null
  },
): Promise<Membership> {
  const membership: Membership = {
    ...input,
    id: tx.newId(),
    version: 1,
    validFrom: tx.at,
    validUntil: null,
    createdAt: tx.at,
    updatedAt: tx.at,
  }
  await membershipRepository(tx).insert(membership)
  const { id, organisationId, state, roles, personId } = membership
  await recordChanges(tx, [
    {
      event: 'membership.begun',
      subject: { kind: 'membership', id },
      organisationId,
      to: state,
      data: { roles, personId },
    },
    ...(state === 'active' ? await endSessionsOf(tx, personId, 'roles-changed') : []),
  ])
  return membership
}
