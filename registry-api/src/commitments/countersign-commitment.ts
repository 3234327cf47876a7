import type { Principal } from '../db/principal.ts'
import type { Decision } from '../decisions/decision.ts'
import { findReferenceDocument } from '../reference-documents/find-reference-document.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { lockCommitment, type Seen } from './act-on-commitment.ts'
import { afterEvent } from './commitment.rules.ts'
import { proposeEvent } from './propose-event.ts'
import { assertFileAsRead } from './submission.rules.ts'

/**
 * Proposes to countersign what was read: the digest of the signed file says which file that was. Refuses
 * `document-changed`; a second person approves.
 */
export async function countersignCommitment(
  world: World,
  principal: Principal,
  input: Seen & { readonly fileSha256: string; readonly reason?: string | undefined },
  act: Act,
): Promise<Decision> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, input)
    assertMay(principal, 'decision.propose', commitment.organisationId)
    afterEvent(commitment, 'countersign')
    assertFileAsRead(input.fileSha256, commitment.fileSha256)
    const text = await findReferenceDocument(tx, commitment.referenceDocumentId!)
    return proposeEvent(tx, commitment, 'countersign', {
      class: 'grant',
      payload: { fileSha256: input.fileSha256 },
      shown: {
        version: text.label,
        textSha256: text.sha256,
        fileSha256: input.fileSha256,
        signatories: commitment.signatories,
        effectiveOn: commitment.effectiveOn,
        endsOn: commitment.endsOn,
        l2Consent: commitment.l2Consent,
      },
      reason: input.reason,
      authors: commitment.submittedBy === null ? [] : [commitment.submittedBy],
      act,
    })
  })
}
