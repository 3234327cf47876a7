import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { applyAct, lockAdmission, type Seen } from './act-on-admission.ts'
import type { Admission, PieceVerdict } from './admission.ts'
import { admissionRepository } from './admission.repository.ts'
import { afterAct, assertJudgeable, assertPieceKind, lastMoment } from './admission.rules.ts'
import { assertReviewer } from './assert-reviewer.ts'

/**
 * What the reviewer finds of one piece. A proposal that waits was made of other verdicts: it is void. Refuses
 * `piece-unknown`, `piece-not-given`, `admission-wrong-state`, and as assertReviewer.
 */
export async function judgePiece(
  world: World,
  principal: Principal,
  seen: Seen,
  input: {
    readonly kind: string
    readonly verdict: PieceVerdict
    readonly motive?: string | undefined
    /** A day. */
    readonly validUntil?: string | undefined
  },
): Promise<Admission> {
  const { kind, verdict, motive = null } = input
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    await assertReviewer(tx, admission, 'admission.review')
    assertPieceKind(kind)
    afterAct(admission.state, 'judge')
    const admissions = admissionRepository(tx)
    const given = (await admissions.piecesOf(admission.id)).find((piece) => piece.kind === kind)
    assertJudgeable(kind, verdict, given)
    const validUntil = verdict === 'good' ? lastMoment(kind, input.validUntil, tx.at) : null
    await admissions.putPiece(admission.id, {
      kind,
      documentId: given?.documentId ?? null,
      note: given?.note ?? null,
      verdict,
      verdictBy: principal.personId ?? null,
      motive,
      validUntil,
    })
    return applyAct(tx, admission, 'judge', {
      event: 'admission.piece-judged',
      data: { kind, verdict, ...(motive === null ? {} : { motiveSha256: digestOf(motive) }) },
    })
  })
}
