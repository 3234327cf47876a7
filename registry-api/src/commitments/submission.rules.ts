import type { FieldFault } from '../errors.ts'
import { fieldFault } from '../field-faults.ts'
import { addDays } from '../paris-days.ts'
import type { ReferenceDocument } from '../reference-documents/reference-document.ts'
import { commitmentRefusals } from './commitment.refusals.ts'
import type { Commitment, CommitmentKind } from './commitment.ts'

/** The shortest notice, in days. A parameter (procedures 2.2): shorter only by class `widen`. */
export const NOTICE_DAYS = 90
/** Out for longer than this, each access point proves control again before it comes back. */
export const CONTROL_AGAIN_AFTER_DAYS = 30

/** TEST binds vendors, PRODUCTION binds operators, the agency binds itself (decisions 29, 45). */
export function kindHere(space: 'TEST' | 'PRODUCTION', isAgency: boolean): CommitmentKind {
  if (isAgency) return 'internal'
  return space === 'TEST' ? 'test-agreement' : 'integration-contract'
}

/** Throws `commitment-kind-not-here`. `import` is made by an import alone. */
export function assertKindFits(kind: CommitmentKind, space: 'TEST' | 'PRODUCTION', isAgency: boolean): void {
  if (kind !== kindHere(space, isAgency)) throw commitmentRefusals('commitment-kind-not-here')
}

/** Throws `dates-disagree`. */
export function assertDatesAgree({ effectiveOn, endsOn }: Pick<Commitment, 'effectiveOn' | 'endsOn'>): void {
  if (effectiveOn !== null && endsOn !== null && endsOn <= effectiveOn)
    throw commitmentRefusals('dates-disagree', {}, [fieldFault('/endsOn', 'end-before-start')])
}

type Draft = Pick<Commitment, 'referenceDocumentId' | 'signatories' | 'effectiveOn' | 'endsOn' | 'documentId'>

/**
 * Whether it can be handed in: every fault at once, by field. Throws `commitment-incomplete`, `power-unproven`,
 * `dates-disagree`.
 */
export function assertComplete(draft: Draft, today: string): void {
  assertDatesAgree(draft)
  const faults: FieldFault[] = []
  const need = (pointer: string, isThere: boolean) => {
    if (!isThere) faults.push(fieldFault(pointer, 'required'))
  }
  need('/referenceDocumentId', draft.referenceDocumentId !== null)
  need('/signatories', draft.signatories.length > 0)
  need('/documentId', draft.documentId !== null)
  need('/effectiveOn', draft.effectiveOn !== null)
  if (draft.effectiveOn !== null && draft.effectiveOn < today)
    faults.push(fieldFault('/effectiveOn', 'date-past'))
  if (faults.length > 0) throw commitmentRefusals('commitment-incomplete', {}, faults)
  const unproven = draft.signatories.flatMap((signatory, at) => {
    if (signatory.powerDocumentId === null)
      return [fieldFault(`/signatories/${at}/powerDocumentId`, 'required')]
    if (signatory.powerValidUntil !== null && signatory.powerValidUntil < today)
      return [fieldFault(`/signatories/${at}/powerValidUntil`, 'date-past')]
    return []
  })
  if (unproven.length > 0) throw commitmentRefusals('power-unproven', {}, unproven)
}

/** Only the official version of its own text is signed. Throws `text-not-in-force`. */
export function assertTextInForce(
  text: Pick<ReferenceDocument, 'code' | 'state'>,
  kind: CommitmentKind,
): void {
  if (text.code !== kind || text.state !== 'official') throw commitmentRefusals('text-not-in-force')
}

/** « J'ai lu la version {v} »: of the very version they sign. Throws `text-not-read`. */
export function assertWasRead(readVersion: string, text: Pick<ReferenceDocument, 'label'>): void {
  if (readVersion !== text.label) throw commitmentRefusals('text-not-read', { version: text.label })
}

/** Example 39: who countersigns has read this file and no other. Throws `document-changed`. */
export function assertFileAsRead(readSha256: string, fileSha256: string | null): void {
  if (readSha256 !== fileSha256) throw commitmentRefusals('document-changed')
}

/** Throws `notice-too-short`. */
export function assertNoticeIsLong(endsOn: string, today: string): void {
  const earliest = addDays(today, NOTICE_DAYS)
  if (endsOn < earliest)
    throw commitmentRefusals('notice-too-short', { days: NOTICE_DAYS, earliest }, [
      { pointer: '/endsOn', code: 'too-early', detail: earliest },
    ])
}

/** The moment when half of a notice has passed: then its winding-down begins. */
export function halfOfNotice(givenAt: Date, end: Date): Date {
  return new Date(givenAt.getTime() + (end.getTime() - givenAt.getTime()) / 2)
}

/** Throws `control-unproven`: who was away for long may no longer hold its addresses. */
export function assertControlAgain(
  outSince: Date | null,
  at: Date,
  accessPoints: number,
  isProven: boolean,
): void {
  if (outSince === null || isProven || accessPoints === 0) return
  if (at.getTime() - outSince.getTime() <= CONTROL_AGAIN_AFTER_DAYS * 86_400_000) return
  throw commitmentRefusals('control-unproven', { days: CONTROL_AGAIN_AFTER_DAYS, count: accessPoints })
}
