import { recordChanges } from '../audit/record-changes.ts'
import { enterActiveCommitments } from '../commitments/enter-active-commitments.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Principal } from '../db/principal.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { enterOrganisations } from './enter-organisations.ts'
import type { Organisation, OrganisationKind } from './organisation.ts'
import { organisationRefusals } from './organisation.refusals.ts'
import { organisationRepository } from './organisation.repository.ts'

/**
 * Enters an organisation by hand, bound by a commitment that is already active: the seeds of a demo or a test do it
 * with the operations key; everybody else is admitted. Refuses `display-name-too-close`, `siren-registered`.
 */
export async function registerOrganisation(
  world: World & { readonly space: 'TEST' | 'PRODUCTION' },
  principal: Principal,
  input: {
    readonly name: string
    readonly kinds?: readonly OrganisationKind[] | undefined
    readonly siren?: string | undefined
    readonly siretSeat?: string | undefined
  },
): Promise<Organisation> {
  assertMay(principal, 'demo.register')
  const { name, kinds = ['operator'], siren = null, siretSeat = null } = input
  const tooClose = () => organisationRefusals('display-name-too-close', { name })
  return world.inTransaction(principal, async (tx) => {
    if (await organisationRepository(tx).isNameTaken(name)) throw tooClose()
    const entering = enterOrganisations(tx, [
      { kinds, legalName: name, displayName: name, origin: 'registration', siren, siretSeat },
    ])
    const [organisation] = await refusedByConstraint(entering, {
      organisation_name_once: tooClose,
      organisation_skeleton_once: tooClose,
      organisation_siren_once: () => organisationRefusals('siren-registered'),
    })
    await recordChanges(tx, [
      {
        event: 'organisation.registered',
        subject: { kind: 'organisation', id: organisation!.id },
        organisationId: organisation!.id,
      },
    ])
    await enterActiveCommitments(tx, [
      {
        organisationId: organisation!.id,
        kind: world.space === 'TEST' ? 'test-agreement' : 'integration-contract',
      },
    ])
    return organisation!
  })
}
