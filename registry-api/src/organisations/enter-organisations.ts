import type { Transaction } from '../db/transaction.ts'
import type { Organisation, OrganisationKind } from './organisation.ts'
import { organisationRepository } from './organisation.repository.ts'

export interface NewOrganisation {
  readonly kinds: readonly OrganisationKind[]
  readonly legalName: string
  readonly displayName: string
  readonly origin: Organisation['origin']
  readonly siren?: string | null
  readonly siretSeat?: string | null
  readonly structureIdType?: number | null
  readonly structureId?: string | null
  readonly finess?: string | null
}

/** Enters admitted organisations under the next public numbers, in the order given. The caller tells the audit. */
export async function enterOrganisations(
  tx: Transaction,
  given: readonly NewOrganisation[],
): Promise<Organisation[]> {
  const repository = organisationRepository(tx)
  const first = await repository.nextNumber()
  const organisations = given.map((each, index): Organisation => ({
    id: tx.newId(),
    version: 1,
    publicNumber: `OP-${String(first + index).padStart(5, '0')}`,
    kinds: each.kinds,
    legalName: each.legalName,
    displayName: each.displayName,
    siren: each.siren ?? null,
    siretSeat: each.siretSeat ?? null,
    structureIdType: each.structureIdType ?? null,
    structureId: each.structureId ?? null,
    finess: each.finess ?? null,
    state: 'admitted',
    origin: each.origin,
    admittedAt: tx.at,
    createdAt: tx.at,
    updatedAt: tx.at,
  }))
  await repository.insert(organisations)
  return organisations
}
