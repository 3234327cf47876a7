import { createHash, createPublicKey, verify } from 'node:crypto'
import { ApprovalError, readApproval, type ReadApproval } from '@trust-space/whitelist/format'
import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { changeOf } from './draft-whitelist.ts'
import type { Publication } from './publication.ts'
import { publicationRefusals } from './publication.refusals.ts'
import { publicationRepository } from './publication.repository.ts'
import {
  assertApproves,
  assertMayBecome,
  assertNotYetApprovedBy,
  assertOtherPerson,
} from './publication.rules.ts'
import { SignerUnavailable, type SignerClient, type SignerState } from './signer.client.ts'

/**
 * Takes in an approval made elsewhere, by a key that is not here (decisions 22); once there are enough, the
 * publication is approved and goes its way. The signer judges signature, key and person; what it would refuse is refused
 * here by the keys that it tells of, so that no number is burnt for it (decisions 64).
 *
 * Refuses `publication-not-found`, `publication-wrong-state`, `approval-…`, `signer-unavailable`.
 */
export async function approvePublication(
  world: World & { readonly trustSpace: string },
  principal: Principal,
  input: { readonly sequence: number; readonly approval: string },
  signer: Pick<SignerClient, 'state'>,
): Promise<Publication> {
  const approval = read(input.approval)
  const { kid, claims } = approval
  const approvers = await approversOf(signer)
  return world.inTransaction(principal, async (tx) => {
    const publications = publicationRepository(tx)
    const publication = await publications.findNewest(input.sequence)
    if (publication === undefined)
      throw publicationRefusals('publication-not-found', { sequence: input.sequence })
    assertMayBecome(publication, 'approved')
    assertApproves(claims, publication, { trustSpace: world.trustSpace, now: tx.at })
    if (approvers !== undefined) assertSignedByOne(approval, approvers)
    const approvals = await publications.liveApprovals(publication.id)
    assertNotYetApprovedBy(kid, approvals)
    if (approvers !== undefined) assertOtherPerson(kid, approvals, approvers)
    await refusedByConstraint(
      publications.insertApproval({
        id: tx.newId(),
        publicationId: publication.id,
        kid,
        jws: input.approval,
        jwsSha256: createHash('sha256').update(input.approval).digest('hex'),
        expiresAt: new Date(claims.expiry),
        receivedAt: tx.at,
      }),
      { approval_once: () => publicationRefusals('approval-already-given') },
    )
    const isComplete = approvals.length + 1 >= publication.approvalsNeeded
    const state = isComplete ? 'approved' : publication.state
    const after = await publications.become(publication, state)
    if (after === undefined)
      throw publicationRefusals('publication-wrong-state', { state: 'changed', act: 'approved' })
    await recordChanges(tx, [
      changeOf('publication.approval-received', publication, publication.state, publication.state, { kid }),
      ...(isComplete ? [changeOf('publication.approved', publication, publication.state, 'approved')] : []),
    ])
    return after
  })
}

type Approvers = NonNullable<SignerState['approvers']>

/** Undefined: a signer that does not tell. Refuses `signer-unavailable`: what cannot be checked is not taken. */
async function approversOf(signer: Pick<SignerClient, 'state'>): Promise<Approvers | undefined> {
  try {
    return (await signer.state()).approvers
  } catch (error) {
    if (error instanceof SignerUnavailable)
      throw publicationRefusals('signer-unavailable', { reason: error.message })
    throw error
  }
}

/** As the signer will see it. Refuses `approval-unknown-key`, `approval-signature`. */
function assertSignedByOne({ kid, signingInput, signature }: ReadApproval, approvers: Approvers): void {
  const approver = approvers.find((each) => each.kid === kid)
  if (approver === undefined) throw publicationRefusals('approval-unknown-key')
  const publicKey = createPublicKey({
    key: Buffer.from(approver.publicKey, 'base64'),
    type: 'spki',
    format: 'der',
  })
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const }
  if (!verify('sha256', signingInput, key, signature)) throw publicationRefusals('approval-signature')
}

function read(approval: string): ReadApproval {
  try {
    return readApproval(approval)
  } catch (error) {
    if (error instanceof ApprovalError) throw publicationRefusals('approval-malformed')
    throw error
  }
}
