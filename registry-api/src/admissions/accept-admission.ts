import { kindHere } from '../commitments/submission.rules.ts'
import type { Principal } from '../db/principal.ts'
import type { Decision } from '../decisions/decision.ts'
import { proposeDecision } from '../decisions/propose-decision.ts'
import { assertNameIsFree } from '../organisations/assert-name-is-free.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { lockAdmission, type Seen } from './act-on-admission.ts'
import { documentDigestsOf, isSirenAdmitted } from './admission.queries.ts'
import { admissionRefusals } from './admission.refusals.ts'
import { admissionRepository } from './admission.repository.ts'
import { afterAct, assertComplete, assertPiecesGood } from './admission.rules.ts'
import { assertReviewer } from './assert-reviewer.ts'
import type { Space } from './pieces.ts'

/**
 * Proposes to accept: the reviewer's word, which a decider completes (class `grant`). What both see is the form, and
 * each piece with its verdict and the digest of its file. Refuses `admission-pieces-not-good`, `siren-already-admitted`,
 * `display-name-too-close`, and as assertReviewer and proposeDecision.
 */
export async function acceptAdmission(
  world: World & { readonly space: Space },
  principal: Principal,
  seen: Seen,
  input: { readonly reason?: string | undefined; readonly act: Act },
): Promise<Decision> {
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    await assertReviewer(tx, admission, 'decision.propose')
    afterAct(admission.state, 'accept')
    const pieces = await admissionRepository(tx).piecesOf(admission.id)
    const { form } = admission
    assertComplete(form, pieces, world.space)
    assertPiecesGood(form, pieces, world.space)
    if (await isSirenAdmitted(tx, form.siren)) throw admissionRefusals('siren-already-admitted')
    await assertNameIsFree(tx, form.displayName)
    const digests = await documentDigestsOf(tx, pieces)
    return proposeDecision(tx, {
      class: 'grant',
      subject: { kind: 'admission', id: admission.id, version: admission.version },
      event: 'accept',
      payload: { commitmentKind: kindHere(world.space, false) },
      shown: {
        form,
        pieces: pieces.map(({ kind, documentId, verdict, validUntil }) => ({
          kind,
          verdict,
          sha256: documentId === null ? null : (digests.get(documentId) ?? null),
          validUntil: validUntil?.toISOString() ?? null,
        })),
      },
      effect: { added: 0, removed: 0 },
      reason: input.reason ?? null,
      authors: [admission.authorId],
      act: input.act,
    })
  })
}
