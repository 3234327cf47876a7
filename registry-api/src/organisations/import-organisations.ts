import { recordChanges } from '../audit/record-changes.ts'
import { enterActiveCommitments } from '../commitments/enter-active-commitments.ts'
import type { Transaction } from '../db/transaction.ts'
import { enterOrganisations } from './enter-organisations.ts'

/**
 * Enters one organisation for each distinct name, as written, bound by a commitment `import` (decisions 28, procedures
 * 5). Answers their ids by name.
 */
export async function importOrganisations(
  tx: Transaction,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const organisations = await enterOrganisations(
    tx,
    [...new Set(names)].map((name) => ({
      kinds: ['operator'],
      legalName: name,
      displayName: name,
      origin: 'import',
    })),
  )
  await recordChanges(
    tx,
    organisations.map(({ id }) => ({
      event: 'organisation.imported',
      subject: { kind: 'organisation', id },
      organisationId: id,
    })),
  )
  await enterActiveCommitments(
    tx,
    organisations.map(({ id }) => ({ organisationId: id, kind: 'import' })),
  )
  return new Map(organisations.map(({ displayName, id }) => [displayName, id]))
}
