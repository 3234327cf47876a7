import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { useDocument } from '../documents/use-document.ts'
import { findOrganisation } from '../organisations/find-organisation.ts'
import { dayInParis } from '../paris-days.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { delegationRefusals } from './delegation.refusals.ts'
import { delegationRepository } from './delegation.repository.ts'
import { assertDelegationFits } from './delegation.rules.ts'
import type { Delegation } from './delegation.ts'

export interface NewDelegation extends Pick<
  Delegation,
  'organisationId' | 'facilityName' | 'finess' | 'siret' | 'validFrom' | 'validUntil'
> {
  readonly documentId: string
  /** None: all DRIMboxes of the operator. */
  readonly drimboxIds: readonly string[]
}

/**
 * An operator declares what a facility has delegated to it, with the signed page. Refuses `delegation-invalid`,
 * `delegation-drimbox-unknown`, `document-not-found`.
 */
export async function declareDelegation(
  world: World,
  principal: Principal,
  input: NewDelegation,
): Promise<Delegation> {
  return world.inTransaction(principal, async (tx) => {
    await findOrganisation(tx, input.organisationId)
    assertMay(principal, 'delegation.write', input.organisationId)
    assertDelegationFits(input, dayInParis(tx.at))
    const drimboxIds = [...new Set(input.drimboxIds)]
    const { length } = await delegationRepository(tx).drimboxesOf(input.organisationId, drimboxIds)
    if (length < drimboxIds.length) throw delegationRefusals('delegation-drimbox-unknown')
    const row = await newDelegation(tx, input)
    await delegationRepository(tx).insert(row, drimboxIds)
    await recordChanges(tx, [
      {
        event: 'delegation.declared',
        subject: { kind: 'delegation', id: row.id },
        organisationId: row.organisationId,
        to: row.state,
        data: {
          validFrom: row.validFrom,
          validUntil: row.validUntil,
          sha256: row.sha256,
          drimboxes: drimboxIds.length,
        },
      },
    ])
    return row
  })
}

async function newDelegation(
  tx: Transaction,
  { drimboxIds: _, ...input }: NewDelegation,
): Promise<Delegation> {
  const { organisationId } = input
  const { sha256 } = await useDocument(tx, input.documentId, { organisationId })
  return {
    ...input,
    id: tx.newId(),
    version: 1,
    sha256,
    state: 'declared',
    checkedBy: null,
    reason: null,
    warned: 0,
    waitingSince: tx.at,
    createdAt: tx.at,
    updatedAt: tx.at,
  }
}
