import type { z } from 'zod'
import { isAgency, type Principal } from '../db/principal.ts'
import type { FieldFault } from '../errors.ts'
import { fieldFault } from '../field-faults.ts'
import { hasFinessKey } from '../organisations/identifiers.rules.ts'
import type { AdmissionJson, PieceJson } from './admission.api.ts'
import type { AdmissionView, PieceView } from './admission.queries.ts'
import { missingFrom, turnOf } from './admission.rules.ts'
import { admissionPieceKinds, pieceRules, piecesAskedFor, type PieceKind, type Space } from './pieces.ts'

interface Reading {
  readonly principal: Principal
  readonly language: 'en' | 'fr'
  readonly space: Space
  readonly at: Date
}

/** An admission as this reader may see it: who works on it is the agency's affair. */
export function admissionJson(
  { admission, author, claimer, organisation, pieces, proposal }: AdmissionView,
  { principal, language, space, at }: Reading,
): z.infer<typeof AdmissionJson> {
  const isForAgency = isAgency(principal) || principal.kind === 'operations'
  const { turn, since, dueAt } = turnOf(admission, proposal?.at ?? null)
  const isFillable = admission.state === 'draft' || admission.state === 'incomplete'
  const asked = new Set<string>(piecesAskedFor(admission.form, space))
  const told = (fault: FieldFault) => ({
    pointer: fault.pointer,
    code: fault.code,
    detail: language === 'fr' ? (fault.detailFr ?? fault.detail) : fault.detail,
  })
  const { kinds, ...form } = admission.form
  return {
    id: admission.id,
    version: admission.version,
    state: admission.state,
    form: { ...form, ...(kinds === undefined ? {} : { kinds: [...kinds] }) },
    pieces: admissionPieceKinds
      .map((kind) => pieceJson(kind, pieces, { isAsked: asked.has(kind), language, at }))
      .filter((piece) => piece.isAsked || piece.document !== null || piece.verdict !== null),
    missing: isFillable ? missingFrom(admission.form, pieces, space).map(told) : [],
    warnings: warningsOf(admission.form.finess).map(told),
    turn,
    since: since?.toISOString() ?? null,
    dueAt: dueAt?.toISOString() ?? null,
    isLate: dueAt !== null && at > dueAt,
    asked: admission.asked === null ? null : [...admission.asked],
    motive: admission.motive,
    isMine: principal.kind === 'person' && principal.personId === admission.authorId,
    author: isForAgency ? author : null,
    claimedBy: isForAgency ? claimer : null,
    proposal: isForAgency && proposal !== null ? { id: proposal.id } : null,
    organisation,
    submittedAt: admission.submittedAt?.toISOString() ?? null,
    createdAt: admission.createdAt.toISOString(),
    updatedAt: admission.updatedAt.toISOString(),
  }
}

function pieceJson(
  kind: PieceKind,
  pieces: readonly PieceView[],
  { isAsked, language, at }: { isAsked: boolean; language: 'en' | 'fr'; at: Date },
): z.infer<typeof PieceJson> {
  const given = pieces.find((piece) => piece.kind === kind)
  const validUntil = given?.validUntil ?? null
  return {
    kind,
    label: pieceRules[kind][language],
    isAsked,
    needsDocument: pieceRules[kind].hasDocument,
    document: given?.document ?? null,
    note: given?.note ?? null,
    verdict: given?.verdict ?? null,
    motive: given?.motive ?? null,
    validUntil: validUntil?.toISOString() ?? null,
    isStale: validUntil !== null && at > validUntil,
  }
}

function warningsOf(finess: string | undefined): FieldFault[] {
  return finess === undefined || hasFinessKey(finess) ? [] : [fieldFault('/finess', 'finess-key')]
}
