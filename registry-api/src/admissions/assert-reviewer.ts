import type { Transaction } from '../db/transaction.ts'
import type { Permission } from '../rights/permissions.ts'
import { rightRefusals } from '../rights/right.refusals.ts'
import { assertMay } from '../rights/rights.rules.ts'
import { isOfApplicant } from './admission.queries.ts'
import type { Admission } from './admission.ts'

/**
 * Whoever acts on it for the agency has the right, has not written it, and belongs to no organisation that it comes from
 * (S5): one of the author's, or the one that bears its SIREN. Throws `right-missing`, `conflict-of-interest`.
 */
export async function assertReviewer(
  tx: Transaction,
  admission: Admission,
  permission: Permission,
): Promise<void> {
  const { principal } = tx
  assertMay(principal, permission)
  const own = principal.memberships.filter((place) => !place.isAgency).map((place) => place.organisationId)
  if (principal.personId === admission.authorId || (await isOfApplicant(tx, admission, own)))
    throw rightRefusals('conflict-of-interest')
}
