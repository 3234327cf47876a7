import type { z } from '@hono/zod-openapi'
import { isAgency, type Principal } from '../db/principal.ts'
import { referenceDocumentJson } from '../reference-documents/reference-document.json.ts'
import type { CommitmentJson } from './commitment.api.ts'
import type { CommitmentView } from './commitment.queries.ts'
import { turnOf } from './commitment.rules.ts'

/** A commitment as this reader may see it: who at the agency reads it is the agency's affair. */
export function commitmentJson(view: CommitmentView, reader: Principal): z.infer<typeof CommitmentJson> {
  const { commitment: one, recommitment } = view
  const time = (at: Date | null) => at?.toISOString() ?? null
  return {
    id: one.id,
    version: one.version,
    organisation: view.organisation,
    kind: one.kind,
    state: one.state,
    resumeTo: one.resumeTo,
    text: view.text === null ? null : referenceDocumentJson(view.text),
    recommitment:
      recommitment === null ? null : { text: referenceDocumentJson(recommitment.text), by: recommitment.by },
    signatories: one.signatories.map((signatory) => ({ ...signatory })),
    effectiveOn: one.effectiveOn,
    endsOn: one.endsOn,
    file:
      one.documentId === null || one.fileSha256 === null
        ? null
        : { documentId: one.documentId, sha256: one.fileSha256 },
    l2Consent: one.l2Consent,
    turn: turnOf(one.state),
    claimedBy: isAgency(reader) ? view.claimedBy : null,
    reason: one.reason,
    clause: one.clause,
    lines: view.lines,
    waitingSince: one.waitingSince.toISOString(),
    signedAt: time(one.signedAt),
    activatedAt: time(one.activatedAt),
    noticeGivenAt: time(one.noticeGivenAt),
    outSince: time(one.outSince),
    endedAt: time(one.endedAt),
    createdAt: one.createdAt.toISOString(),
    updatedAt: one.updatedAt.toISOString(),
  }
}
