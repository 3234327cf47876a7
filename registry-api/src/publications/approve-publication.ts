import { createHash } from 'node:crypto'
import { ApprovalError, readApproval, type ReadApproval } from '@trust-space/whitelist/format'
import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { changeOf } from './draft-whitelist.ts'
import type { Publication } from './publication.ts'
import { publicationRefusals } from './publication.refusals.ts'
import { publicationRepository } from './publication.repository.ts'
import { assertApproves, assertMayBecome, assertNotYetApprovedBy } from './publication.rules.ts'

/**
 * Takes in an approval made elsewhere, by a key that is not here (decisions 22); once there are enough, the
 * publication is approved and goes its way. Only the signer judges signature, key and person.
 *
 * Refuses `publication-not-found`, `publication-wrong-state`, `approval-…`.
 */
export async function approvePublication(
  world: World & { readonly trustSpace: string },
  principal: Principal,
  input: { readonly sequence: number; readonly approval: string },
): Promise<Publication> {
  const { kid, claims } = read(input.approval)
  return world.inTransaction(principal, async (tx) => {
    const publications = publicationRepository(tx)
    const publication = await publications.findNewest(input.sequence)
    if (publication === undefined)
      throw publicationRefusals('publication-not-found', { sequence: input.sequence })
    assertMayBecome(publication, 'approved')
    assertApproves(claims, publication, { trustSpace: world.trustSpace, now: tx.at })
    const approvals = await publications.liveApprovals(publication.id)
    assertNotYetApprovedBy(kid, approvals)
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

function read(approval: string): ReadApproval {
  try {
    return readApproval(approval)
  } catch (error) {
    if (error instanceof ApprovalError) throw publicationRefusals('approval-malformed')
    throw error
  }
}
