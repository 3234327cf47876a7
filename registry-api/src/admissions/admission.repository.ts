import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { admission, admissionPiece } from '../db/schema/admission.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Admission, AdmissionChange, AdmissionForm, AdmissionPiece } from './admission.ts'

const columns = {
  id: admission.id,
  version: admission.version,
  authorId: admission.authorId,
  state: admission.state,
  form: sql<AdmissionForm>`${admission.form}`,
  claimedBy: admission.claimedBy,
  asked: admission.asked,
  motive: admission.motive,
  waitingSince: admission.waitingSince,
  dueAt: admission.dueAt,
  remindedAt: admission.remindedAt,
  submittedAt: admission.submittedAt,
  organisationId: admission.organisationId,
  createdAt: admission.createdAt,
  updatedAt: admission.updatedAt,
}
const pieceColumns = {
  kind: admissionPiece.kind,
  documentId: admissionPiece.documentId,
  note: admissionPiece.note,
  verdict: admissionPiece.verdict,
  verdictBy: admissionPiece.verdictBy,
  motive: admissionPiece.motive,
  validUntil: admissionPiece.validUntil,
}
const OPEN = ['draft', 'incomplete', 'submitted', 'under-review'] as const

export function admissionRepository(tx: Transaction) {
  return {
    /** Locks the row until the end of the transaction. */
    async findForAct(id: string): Promise<Admission | undefined> {
      const [found] = await tx.db.select(columns).from(admission).where(eq(admission.id, id)).for('update')
      return found
    },

    /** How many of this person are open. Whoever opens another waits for this transaction to end. */
    async countOpen(authorId: string): Promise<number> {
      await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`admissions of ${authorId}`}))`)
      const [row] = await tx.db
        .select({ count: sql<number>`count(*)::int` })
        .from(admission)
        .where(and(eq(admission.authorId, authorId), inArray(admission.state, [...OPEN])))
      return row!.count
    },

    async insert(row: Admission): Promise<void> {
      await tx.db.insert(admission).values({ ...row, ...searchable(row.form), form: { ...row.form } })
    },

    /** False where `version` is no longer the row's. */
    async change(id: string, version: number, change: AdmissionChange): Promise<boolean> {
      const { form, ...rest } = change
      const rows = await tx.db
        .update(admission)
        .set({
          ...rest,
          ...(form === undefined ? {} : { ...searchable(form), form: { ...form } }),
          version: version + 1,
          updatedAt: tx.at,
        })
        .where(and(eq(admission.id, id), eq(admission.version, version)))
        .returning({ id: admission.id })
      return rows.length === 1
    },

    async piecesOf(id: string): Promise<AdmissionPiece[]> {
      return tx.db
        .select(pieceColumns)
        .from(admissionPiece)
        .where(eq(admissionPiece.admissionId, id))
        .orderBy(asc(admissionPiece.kind))
    },

    async putPiece(admissionId: string, piece: AdmissionPiece): Promise<void> {
      const { kind, ...rest } = piece
      const set = { ...rest, updatedAt: tx.at }
      await tx.db
        .insert(admissionPiece)
        .values({ admissionId, kind, ...set })
        .onConflictDoUpdate({ target: [admissionPiece.admissionId, admissionPiece.kind], set })
    },

    /** Those that wait for their applicant with a date set, whatever the date. */
    async idsIncomplete(): Promise<string[]> {
      const rows = await tx.db
        .select({ id: admission.id })
        .from(admission)
        .where(and(eq(admission.state, 'incomplete'), isNotNull(admission.dueAt)))
        .orderBy(asc(admission.id))
      return rows.map(({ id }) => id)
    },
  }
}

/** What lists are searched by, beside the form it comes from. */
function searchable({ displayName, siren }: AdmissionForm) {
  return { displayName: displayName ?? null, siren: siren ?? null }
}
