import type { Transaction } from '../db/transaction.ts'
import { commitmentRefusals } from './commitment.refusals.ts'
import { commitmentRepository } from './commitment.repository.ts'
import { LIVE_STATES } from './commitment.rules.ts'

/** Only an active commitment takes a new DRIMbox (procedures 2.2). Throws `commitment-not-active`. */
export async function assertTakesDrimbox(tx: Transaction, organisationId: string): Promise<void> {
  const [live] = await commitmentRepository(tx).lockOfOrganisation(organisationId, LIVE_STATES)
  if (live?.state !== 'active') throw commitmentRefusals('commitment-not-active')
}
