import type { Principal } from '../db/principal.ts'
import { fieldFault } from '../field-faults.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { lockOrganisation, saveOrganisation, type Seen } from './act-on-organisation.ts'
import { isOfSiren } from './identifiers.rules.ts'
import type { Organisation } from './organisation.ts'
import { organisationRefusals } from './organisation.refusals.ts'
import type { OrganisationChange } from './organisation.repository.ts'

/** What an organisation keeps up to date by itself: nothing of it is on the list, or tells who it is. */
export interface OrganisationEdit {
  readonly siretSeat?: string | undefined
  readonly finess?: string | null | undefined
  readonly structureIdentifier?: string | null | undefined
}

/** Changes its own low-risk fields. Refuses `organisation-not-found`, `right-missing`, `siret-of-another`. */
export async function editOrganisation(
  world: World,
  principal: Principal,
  seen: Seen,
  edit: OrganisationEdit,
): Promise<Organisation> {
  return world.inTransaction(principal, async (tx) => {
    const organisation = await lockOrganisation(tx, seen)
    assertMay(principal, 'org.edit', organisation.id)
    const { siretSeat, finess, structureIdentifier } = edit
    if (siretSeat !== undefined) assertSeatFits(siretSeat, organisation.siren)
    const change: OrganisationChange = {
      ...(siretSeat === undefined ? {} : { siretSeat }),
      ...(finess === undefined ? {} : { finess }),
      ...(structureIdentifier === undefined ? {} : structureIdOf(structureIdentifier)),
    }
    return saveOrganisation(tx, organisation, 'organisation.changed', change)
  })
}

/** The seat moves; the legal body does not become another (a new SIREN is a new organisation). */
function assertSeatFits(siretSeat: string, siren: string | null): void {
  if (siren === null || !isOfSiren(siretSeat, siren))
    throw organisationRefusals('siret-of-another', {}, [fieldFault('/siretSeat', 'siret-of-another')])
}

function structureIdOf(text: string | null): OrganisationChange {
  return text === null
    ? { structureIdType: null, structureId: null }
    : { structureIdType: Number(text[0]), structureId: text.slice(1) }
}
