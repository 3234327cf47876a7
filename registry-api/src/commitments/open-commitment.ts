import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { findOrganisation } from '../organisations/find-organisation.ts'
import { findOfficialDocument } from '../reference-documents/find-reference-document.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { commitmentRefusals } from './commitment.refusals.ts'
import { commitmentRepository } from './commitment.repository.ts'
import { LIVE_STATES, OPEN_STATES } from './commitment.rules.ts'
import type { Commitment, CommitmentKind } from './commitment.ts'
import { kindHere } from './submission.rules.ts'

export interface Opening {
  readonly organisationId: string
  readonly kind: CommitmentKind
}

/**
 * Opens a commitment as a draft, on the official version of its text: at an admission, or where an organisation signs
 * a new version. Refuses `commitment-already-open` and `commitment-is-out`.
 */
export async function openCommitment(
  tx: Transaction,
  { organisationId, kind }: Opening,
): Promise<Commitment> {
  const commitments = commitmentRepository(tx)
  await commitments.lockOpening(organisationId)
  const standing = await commitments.lockOfOrganisation(organisationId, [...OPEN_STATES, ...LIVE_STATES])
  if (standing.some(({ state }) => (OPEN_STATES as readonly string[]).includes(state)))
    throw commitmentRefusals('commitment-already-open')
  assertNotOut(standing)
  const text = await findOfficialDocument(tx, kind)
  const commitment = blank(tx, { organisationId, kind }, text?.id ?? null)
  await commitments.insert([commitment])
  await recordChanges(tx, [
    {
      event: 'commitment.opened',
      subject: { kind: 'commitment', id: commitment.id },
      organisationId,
      to: commitment.state,
      data: { kind, referenceDocumentId: commitment.referenceDocumentId },
    },
  ])
  return commitment
}

/** An organisation opens its next commitment by itself, for a new version of the text. */
export async function openNextCommitment(
  world: World & { readonly space: 'TEST' | 'PRODUCTION' },
  principal: Principal,
  { organisationId }: { readonly organisationId: string },
): Promise<Commitment> {
  return world.inTransaction(principal, async (tx) => {
    const organisation = await findOrganisation(tx, organisationId)
    assertMay(principal, 'commitment.sign', organisationId)
    const kind = kindHere(world.space, organisation.kinds.includes('agency'))
    return openCommitment(tx, { organisationId, kind })
  })
}

/** What two persons must restore, no new text brings back. Throws `commitment-is-out`. */
export function assertNotOut(ofOrganisation: readonly Pick<Commitment, 'state'>[]): void {
  if (ofOrganisation.some(({ state }) => state === 'out')) throw commitmentRefusals('commitment-is-out')
}

function blank(tx: Transaction, opening: Opening, referenceDocumentId: string | null): Commitment {
  return {
    ...opening,
    id: tx.newId(),
    version: 1,
    referenceDocumentId,
    signatories: [],
    effectiveOn: null,
    endsOn: null,
    documentId: null,
    fileSha256: null,
    l2Consent: false,
    state: 'draft',
    resumeTo: null,
    claimedBy: null,
    submittedBy: null,
    reason: null,
    clause: null,
    waitingSince: tx.at,
    signedAt: null,
    activatedAt: null,
    noticeGivenAt: null,
    outSince: null,
    endedAt: null,
    createdAt: tx.at,
    updatedAt: tx.at,
  }
}
