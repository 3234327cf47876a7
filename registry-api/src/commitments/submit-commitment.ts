import type { Principal } from '../db/principal.ts'
import { dayInParis } from '../paris-days.ts'
import { findReferenceDocument } from '../reference-documents/find-reference-document.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import { consumeStepUp } from '../step-ups/consume-step-up.ts'
import type { World } from '../world.ts'
import { applyEvent, lockCommitment, type Seen } from './act-on-commitment.ts'
import { commitmentRepository } from './commitment.repository.ts'
import { afterEvent, LIVE_STATES } from './commitment.rules.ts'
import type { Commitment } from './commitment.ts'
import { assertNotOut } from './open-commitment.ts'
import { assertComplete, assertTextInForce, assertWasRead } from './submission.rules.ts'

/**
 * Hands the signed text in, by the organisation's signatory, with their security key. Refuses `commitment-incomplete`,
 * `power-unproven`, `text-not-in-force`, `text-not-read`, `commitment-is-out`, `step-up-…`.
 */
export async function submitCommitment(
  world: World,
  principal: Principal,
  input: Seen & { readonly readVersion: string },
  act: Act,
): Promise<Commitment> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, input)
    assertMay(principal, 'commitment.sign', commitment.organisationId)
    afterEvent(commitment, 'submit')
    assertComplete(commitment, dayInParis(tx.at))
    const text = await findReferenceDocument(tx, commitment.referenceDocumentId!)
    assertTextInForce(text, commitment.kind)
    assertWasRead(input.readVersion, text)
    assertNotOut(await commitmentRepository(tx).lockOfOrganisation(commitment.organisationId, LIVE_STATES))
    const stepUpId = await consumeStepUp(tx, act)
    return applyEvent(tx, commitment, 'submit', {
      change: { submittedBy: principal.personId ?? null, reason: null },
      data: { version: text.label, textSha256: text.sha256, fileSha256: commitment.fileSha256 },
      stepUpId,
    })
  })
}
