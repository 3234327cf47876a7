import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { enterOrganisations } from '../organisations/enter-organisations.ts'
import { organisationRefusals } from '../organisations/organisation.refusals.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { BOOTSTRAP_LIFE_MS, missingFirstRoles } from './invitation.rules.ts'
import { membershipRepository } from './membership.repository.ts'
import { hashOfSecret, newSecret } from './secrets.ts'

export interface BootstrapCode {
  readonly role: 'AA' | 'AD'
  readonly code: string
}

export interface BootstrapCodes {
  readonly organisationId: string
  readonly expiresAt: Date
  readonly codes: readonly BootstrapCode[]
}

/** How the agency is called when it is entered, at the first bootstrap. */
export interface AgencyNames {
  readonly legalName: string
  readonly displayName: string
  readonly siren?: string | undefined
}

/**
 * Codes for the first people of the agency: two AA, one AD, less those who are there. Once each, for {1 h}; new codes
 * take the place of older ones. Refuses `bootstrap-complete` as soon as the three are there; the first time
 * `display-name-too-close`, `siren-registered`.
 */
export async function issueBootstrapCodes(
  world: World,
  principal: Principal,
  names: AgencyNames,
): Promise<BootstrapCodes> {
  assertMay(principal, 'bootstrap.start')
  return world.inTransaction(principal, async (tx) => {
    const memberships = membershipRepository(tx)
    await memberships.lockBootstrap()
    const organisationId = await agencyOf(tx, names)
    const team = await memberships.findOfOrganisation(organisationId)
    const roles = missingFirstRoles(
      team.filter(({ state }) => state === 'active').map((member) => member.roles),
    )
    await memberships.expireBootstrapCodes()
    const expiresAt = new Date(tx.at.getTime() + BOOTSTRAP_LIFE_MS)
    const codes: BootstrapCode[] = []
    for (const role of roles) {
      const code = newSecret()
      const id = tx.newId()
      await memberships.insertInvitation({
        id,
        organisationId,
        roles: [role],
        codeSha256: hashOfSecret(code),
        name: null,
        mail: null,
        invitedBy: null,
        isBootstrap: true,
        expiresAt,
        acceptedAt: null,
        acceptedBy: null,
        createdAt: tx.at,
      })
      await recordChanges(tx, [
        {
          event: 'invitation.created',
          subject: { kind: 'invitation', id },
          organisationId,
          data: { roles: [role], expiresAt: expiresAt.toISOString(), isBootstrap: true },
        },
      ])
      codes.push({ role, code })
    }
    return { organisationId, expiresAt, codes }
  })
}

async function agencyOf(tx: Transaction, { legalName, displayName, siren }: AgencyNames): Promise<string> {
  const [known] = await membershipRepository(tx).findAgencies()
  if (known !== undefined) return known.id
  const tooClose = () => organisationRefusals('display-name-too-close', { name: displayName })
  const entering = enterOrganisations(tx, [
    { kinds: ['agency'], legalName, displayName, origin: 'registration', siren: siren ?? null },
  ])
  const [agency] = await refusedByConstraint(entering, {
    organisation_name_once: tooClose,
    organisation_skeleton_once: tooClose,
    organisation_siren_once: () => organisationRefusals('siren-registered'),
  })
  await recordChanges(tx, [
    {
      event: 'organisation.registered',
      subject: { kind: 'organisation', id: agency!.id },
      organisationId: agency!.id,
    },
  ])
  return agency!.id
}
