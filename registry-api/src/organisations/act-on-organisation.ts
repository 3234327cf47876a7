import type { AuditEventName } from '../audit/audit.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import type { Organisation } from './organisation.ts'
import { organisationRefusals } from './organisation.refusals.ts'
import { organisationRepository, type OrganisationChange } from './organisation.repository.ts'

/** Which row, and the version of it that the actor has read. */
export interface Seen {
  readonly id: string
  readonly version: number
}

/** The row, locked. Throws `organisation-not-found` and StaleVersion. */
export async function lockOrganisation(tx: Transaction, { id, version }: Seen): Promise<Organisation> {
  const found = await organisationRepository(tx).findForAct(id)
  if (found === undefined) throw organisationRefusals('organisation-not-found')
  if (found.version !== version) throw new StaleVersion(found.version)
  return found
}

/** Writes to a locked row, and tells the audit which fields. */
export async function saveOrganisation(
  tx: Transaction,
  organisation: Organisation,
  event: AuditEventName,
  change: OrganisationChange,
  links: { readonly decisionId?: string } = {},
): Promise<Organisation> {
  if (!(await organisationRepository(tx).change(organisation.id, organisation.version, change)))
    throw new StaleVersion(organisation.version + 1)
  await recordChanges(tx, [
    {
      event,
      subject: { kind: 'organisation', id: organisation.id },
      organisationId: organisation.id,
      data: { fields: Object.keys(change).toSorted() },
      ...links,
    },
  ])
  return { ...organisation, ...change, version: organisation.version + 1, updatedAt: tx.at }
}
