import type { Principal } from '../db/principal.ts'
import { useDocument } from '../documents/use-document.ts'
import type { World } from '../world.ts'
import { applyAct, assertAuthor, lockAdmission, type Seen } from './act-on-admission.ts'
import type { Admission } from './admission.ts'
import { admissionRepository } from './admission.repository.ts'
import { assertPieceKind } from './admission.rules.ts'

/**
 * Hands in a piece of the checklist, or another file for it: whatever was said of the one before no longer counts.
 * Refuses `piece-unknown`, `document-not-found`, `admission-wrong-state`.
 */
export async function givePiece(
  world: World,
  principal: Principal,
  seen: Seen,
  piece: {
    readonly kind: string
    readonly documentId?: string | null | undefined
    readonly note?: string | null | undefined
  },
): Promise<Admission> {
  const { kind, documentId = null, note = null } = piece
  return world.inTransaction(principal, async (tx) => {
    const admission = await lockAdmission(tx, seen)
    assertAuthor(tx, admission)
    assertPieceKind(kind)
    const sha256 =
      documentId === null
        ? null
        : (await useDocument(tx, documentId, { personId: admission.authorId })).sha256
    await admissionRepository(tx).putPiece(admission.id, {
      kind,
      documentId,
      note,
      verdict: null,
      verdictBy: null,
      motive: null,
      validUntil: null,
    })
    return applyAct(tx, admission, 'change', { event: 'admission.piece-given', data: { kind, sha256 } })
  })
}
