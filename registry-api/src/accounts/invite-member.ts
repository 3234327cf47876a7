import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { sendMail } from '../mails/send-mail.ts'
import { organisationRefusals } from '../organisations/organisation.refusals.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Role } from '../rights/roles.ts'
import { assertRolesFit } from '../rights/separation.rules.ts'
import type { Act } from '../step-ups/act.ts'
import { consumeStepUp } from '../step-ups/consume-step-up.ts'
import type { World } from '../world.ts'
import { accountRepository } from './account.repository.ts'
import { invitationRefusals } from './invitation.refusals.ts'
import { INVITATION_LIFE_MS } from './invitation.rules.ts'
import { membershipRepository, type Invitation } from './membership.repository.ts'
import { assertRolesOfKinds, permissionToManage } from './membership.rules.ts'
import { roleNames } from './role-names.ts'
import { hashOfSecret, newSecret } from './secrets.ts'

export interface NewInvitation {
  readonly organisationId: string
  readonly roles: readonly Role[]
  readonly name: string
  readonly mail: string
}

/**
 * Invites somebody into one organisation: a code by mail, once, for {7 d}; only its hash stays. The operations key, in
 * a demonstration, is given the code as well. A role of the agency takes the inviter's security key, and later that of
 * whoever confirms (class `identity`). Refuses `organisation-not-found`, `organisation-closed`, `roles-…`, `step-up-…`.
 */
export async function inviteMember(
  world: World,
  principal: Principal,
  input: NewInvitation,
  act: Act,
): Promise<{ readonly invitation: Invitation; readonly code: string | undefined }> {
  const { organisationId, name, mail } = input
  const roles = [...new Set(input.roles)]
  const isOperations = principal.kind === 'operations'
  return world.inTransaction(principal, async (tx) => {
    const memberships = membershipRepository(tx)
    const organisation = await memberships.findOrganisation(organisationId)
    if (organisation === undefined) throw organisationRefusals('organisation-not-found')
    assertMay(
      principal,
      isOperations ? 'member.manage' : permissionToManage(organisation.kinds),
      organisationId,
    )
    if (organisation.state === 'closed') throw invitationRefusals('organisation-closed')
    assertRolesOfKinds(organisation.kinds, roles)
    assertRolesFit(roles)
    const takesTwo = !isOperations && organisation.kinds.includes('agency')
    const stepUpId = takesTwo ? await consumeStepUp(tx, act) : null
    const code = newSecret()
    const invitation: Invitation = {
      id: tx.newId(),
      organisationId,
      roles,
      codeSha256: hashOfSecret(code),
      name,
      mail,
      invitedBy: principal.personId ?? null,
      // The seed of a demonstration stands in for the people who would confirm.
      isBootstrap: isOperations,
      expiresAt: new Date(tx.at.getTime() + INVITATION_LIFE_MS),
      acceptedAt: null,
      acceptedBy: null,
      createdAt: tx.at,
    }
    await memberships.insertInvitation(invitation)
    await sendMail(tx, {
      template: 'M11',
      recipient: { kind: 'address', address: mail },
      organisationId,
      values: {
        nom: await nameOfInviter(tx, principal),
        role: roles.map((role) => roleNames[role]).join(', '),
        organisme: organisation.displayName,
        code,
        date: invitation.expiresAt,
      },
      dedupeKey: `invitation:${invitation.id}`,
    })
    await recordChanges(tx, [
      {
        event: 'invitation.created',
        subject: { kind: 'invitation', id: invitation.id },
        organisationId,
        data: { roles, expiresAt: invitation.expiresAt.toISOString() },
        stepUpId,
      },
    ])
    return { invitation, code: isOperations ? code : undefined }
  })
}

async function nameOfInviter(tx: Transaction, { personId }: Principal): Promise<string> {
  const person = personId === undefined ? undefined : await accountRepository(tx).findPerson(personId)
  return person?.name ?? 'L’administrateur'
}
