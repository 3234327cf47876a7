import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import { systemPrincipal, type Principal } from '../db/principal.ts'
import { sendMail } from '../mails/send-mail.ts'
import { organisationRefusals } from '../organisations/organisation.refusals.ts'
import type { World } from '../world.ts'
import { accountRepository } from './account.repository.ts'
import { personOfSession } from './account.ts'
import { beginMembership } from './begin-membership.ts'
import { invitationRefusals } from './invitation.refusals.ts'
import { assertAcceptable } from './invitation.rules.ts'
import { asInvited } from './invitation.ts'
import { membershipRepository, type Invitation } from './membership.repository.ts'
import { stateAtAcceptance } from './membership.rules.ts'
import type { Membership } from './membership.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { roleNames } from './role-names.ts'
import { hashOfSecret } from './secrets.ts'

/** Whether the provider's profile tells who employs a person. */
export interface AcceptanceWorld extends World {
  readonly knowsEmployers: boolean
}

export interface Invited {
  readonly invitation: Invitation
  readonly organisation: {
    readonly id: string
    readonly publicNumber: string
    readonly displayName: string
    readonly kinds: readonly string[]
  }
}

/** What a code leads to, before it is accepted. Refuses `invitation-unknown`, `invitation-used`, `invitation-expired`. */
export async function lookAtInvitation(world: World, principal: Principal, code: string): Promise<Invited> {
  personOfSession(principal)
  return world.inTransaction(systemPrincipal('invitations'), async (tx) => {
    const memberships = membershipRepository(tx)
    const invitation = await memberships.findInvitation(hashOfSecret(code))
    assertAcceptable(invitation, tx.at)
    const organisation = await memberships.findOrganisation(invitation.organisationId)
    if (organisation === undefined) throw organisationRefusals('organisation-not-found')
    return { invitation, organisation }
  })
}

export interface Acceptance {
  readonly membership: Membership
  /** In place of the one it was accepted in: what a person may do has changed. None where it waits. */
  readonly session: OpenedSession | undefined
}

/**
 * Makes the person of the session a member, at once or once a second administrator has confirmed.
 * Refuses `invitation-…`, `already-member`, `organisation-closed`.
 */
export async function acceptInvitation(
  world: AcceptanceWorld,
  principal: Principal,
  code: string,
): Promise<Acceptance> {
  const { personId, sessionId } = personOfSession(principal)
  const { organisation } = await lookAtInvitation(world, principal, code)
  return world.inTransaction(asInvited(principal, organisation.id), async (tx) => {
    const memberships = membershipRepository(tx)
    const accounts = accountRepository(tx)
    const invitation = await memberships.findInvitation(hashOfSecret(code))
    assertAcceptable(invitation, tx.at)
    const { organisationId, roles, invitedBy, isBootstrap } = invitation
    const found = await memberships.findOrganisation(organisationId)
    if (found === undefined || found.state === 'closed') throw invitationRefusals('organisation-closed')
    const identityId = (await accounts.findSession(sessionId))?.identityId ?? null
    const identity = identityId === null ? undefined : await accounts.findIdentityById(identityId)
    const state = stateAtAcceptance({
      isBootstrap,
      roles,
      // None: the operations key of a demonstration.
      inviterMayStill: invitedBy === null || (await memberships.isAdministratorOf(invitedBy, organisationId)),
      knowsEmployers: world.knowsEmployers,
      claimedSiret: identity?.siretClaim ?? null,
      siren: found.siren,
    })
    await memberships.acceptInvitation(invitation.id, personId)
    const membership = await refusedByConstraint(
      beginMembership(tx, { personId, organisationId, roles, state, invitedBy }),
      { membership_once: () => invitationRefusals('already-member') },
    )
    await recordChanges(tx, [
      {
        event: 'invitation.accepted',
        subject: { kind: 'invitation', id: invitation.id },
        organisationId,
        data: { membershipId: membership.id },
      },
    ])
    if (state !== 'active') {
      await sendMail(tx, {
        template: 'membership-to-confirm',
        recipient: found.kinds.includes('agency')
          ? { kind: 'role', role: 'AA' }
          : { kind: 'organisation', id: organisationId },
        values: {
          nom: invitation.name ?? (await accounts.findPerson(personId))?.name ?? 'Une personne',
          role: roles.map((role) => roleNames[role]).join(', '),
          organisme: organisation.displayName,
        },
        dedupeKey: `membership-to-confirm:${membership.id}`,
      })
      return { membership, session: undefined }
    }
    const session = await openSession(tx, { personId, identityId })
    await recordChanges(tx, [{ event: 'session.opened', subject: { kind: 'session', id: session.id } }])
    return { membership, session }
  })
}
