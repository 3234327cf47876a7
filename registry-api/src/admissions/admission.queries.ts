import { and, asc, eq, gt, ilike, inArray, lte, ne, or, sql } from 'drizzle-orm'
import { containing } from '../db/like.ts'
import { membership, person } from '../db/schema/accounts.ts'
import { admission, admissionPiece } from '../db/schema/admission.ts'
import { decision } from '../db/schema/decision.ts'
import { document } from '../db/schema/document.ts'
import { mail } from '../db/schema/mail.ts'
import { organisation } from '../db/schema/organisation.ts'
import { isAgency } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Admission, AdmissionPiece, AdmissionState } from './admission.ts'

export interface PieceView extends AdmissionPiece {
  readonly document: {
    readonly id: string
    readonly name: string
    readonly sha256: string
    readonly bytes: number
  } | null
}

export interface AdmissionView {
  readonly admission: Admission
  readonly author: { readonly id: string; readonly name: string | null }
  readonly claimer: { readonly id: string; readonly name: string | null } | null
  readonly organisation: { readonly id: string; readonly number: string } | null
  readonly pieces: readonly PieceView[]
  /** A proposal that waits for a second person. The applicant does not see it: to them it is the agency's turn. */
  readonly proposal: { readonly id: string; readonly at: Date } | null
}

export interface AdmissionFilter {
  readonly state?: AdmissionState | undefined
  readonly q?: string | undefined
  readonly dueBefore?: Date | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Admissions in the order they were opened, one more than `limit`: one's own; for the agency, all that were submitted. */
export async function listAdmissions(tx: Transaction, filter: AdmissionFilter): Promise<AdmissionView[]> {
  const { principal } = tx
  const own = eq(admission.authorId, principal.personId ?? '00000000-0000-0000-0000-000000000000')
  const mine = isAgency(principal)
    ? or(ne(admission.state, 'draft'), own)
    : principal.kind === 'person'
      ? own
      : undefined
  const rows = await joined(tx)
    .where(
      and(
        mine,
        filter.after === undefined ? undefined : gt(admission.id, filter.after),
        filter.state === undefined ? undefined : eq(admission.state, filter.state),
        filter.dueBefore === undefined ? undefined : lte(admission.dueAt, filter.dueBefore),
        filter.q === undefined
          ? undefined
          : or(ilike(admission.displayName, containing(filter.q)), eq(admission.siren, filter.q)),
      ),
    )
    .orderBy(asc(admission.id))
    .limit(filter.limit + 1)
  return withParts(tx, rows)
}

export async function viewAdmission(tx: Transaction, id: string): Promise<AdmissionView | undefined> {
  return (await withParts(tx, await joined(tx).where(eq(admission.id, id))))[0]
}

const joined = (tx: Transaction) =>
  tx.db
    .select({
      admission,
      organisation: { id: organisation.id, number: organisation.publicNumber },
      proposal: { id: decision.id, at: decision.createdAt },
    })
    .from(admission)
    .leftJoin(organisation, eq(organisation.id, admission.organisationId))
    .leftJoin(
      decision,
      and(
        eq(decision.subjectKind, 'admission'),
        eq(decision.subjectId, admission.id),
        eq(decision.event, 'accept'),
        inArray(decision.state, ['proposed', 'observations']),
        // One that was made of an older state is void as soon as anybody answers it.
        eq(decision.subjectVersion, admission.version),
      ),
    )

async function withParts(
  tx: Transaction,
  rows: Awaited<ReturnType<ReturnType<typeof joined>['execute']>>,
): Promise<AdmissionView[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.admission.id)
  const people = [
    ...new Set(rows.flatMap((row) => [row.admission.authorId, row.admission.claimedBy ?? []].flat())),
  ]
  const [pieces, persons] = await Promise.all([
    tx.db
      .select({
        admissionId: admissionPiece.admissionId,
        kind: admissionPiece.kind,
        documentId: admissionPiece.documentId,
        note: admissionPiece.note,
        verdict: admissionPiece.verdict,
        verdictBy: admissionPiece.verdictBy,
        motive: admissionPiece.motive,
        validUntil: admissionPiece.validUntil,
        document: { id: document.id, name: document.name, sha256: document.sha256, bytes: document.size },
      })
      .from(admissionPiece)
      .leftJoin(document, eq(document.id, admissionPiece.documentId))
      .where(inArray(admissionPiece.admissionId, ids)),
    tx.db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, people)),
  ])
  const piecesOf = Map.groupBy(pieces, ({ admissionId }) => admissionId)
  const names = new Map(persons.map(({ id, name }) => [id, name]))
  const named = (id: string) => ({ id, name: names.get(id) ?? null })
  return rows.map((row) => ({
    admission: { ...row.admission, form: row.admission.form },
    author: named(row.admission.authorId),
    claimer: row.admission.claimedBy === null ? null : named(row.admission.claimedBy),
    organisation: row.organisation,
    pieces: piecesOf.get(row.admission.id) ?? [],
    proposal: row.proposal,
  }))
}

/** Whether one of these organisations is where the request comes from: the author's, or the bearer of its SIREN. */
export async function isOfApplicant(
  tx: Transaction,
  { authorId, form }: Pick<Admission, 'authorId' | 'form'>,
  organisationIds: readonly string[],
): Promise<boolean> {
  if (organisationIds.length === 0) return false
  const ids = [...organisationIds]
  const together = await tx.db
    .select({ id: membership.id })
    .from(membership)
    .where(
      and(
        eq(membership.personId, authorId),
        inArray(membership.organisationId, ids),
        ne(membership.state, 'ended'),
      ),
    )
    .limit(1)
  if (together.length > 0 || form.siren === undefined) return together.length > 0
  const same = await tx.db
    .select({ id: organisation.id })
    .from(organisation)
    .where(and(inArray(organisation.id, ids), eq(organisation.siren, form.siren)))
    .limit(1)
  return same.length > 0
}

/** For the agency, which sees everybody: to a newcomer this would answer no. */
export async function isSirenAdmitted(tx: Transaction, siren: string): Promise<boolean> {
  const found = await tx.db
    .select({ id: organisation.id })
    .from(organisation)
    .where(and(eq(organisation.siren, siren), ne(organisation.state, 'closed')))
    .limit(1)
  return found.length > 0
}

/** The SHA-256 of each piece's file, by document. */
export async function documentDigestsOf(
  tx: Transaction,
  pieces: readonly Pick<AdmissionPiece, 'documentId'>[],
): Promise<ReadonlyMap<string, string>> {
  const ids = pieces.flatMap(({ documentId }) => documentId ?? [])
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .select({ id: document.id, sha256: document.sha256 })
    .from(document)
    .where(inArray(document.id, ids))
  return new Map(rows.map(({ id, sha256 }) => [id, sha256]))
}

const TOLD_MOST = 3
const TOLD_WITHIN_MS = 30 * 86_400_000

/** Names the mail that tells an organisation that this person asks under its SIREN. */
export const sirenKey = (authorId: string, siren: string): string => `siren-asked:${authorId}:${siren}`

/** Open requests under the SIREN of an organisation that is here already, whose author it was not told of yet. */
export async function askedAgain(tx: Transaction) {
  const since = new Date(tx.at.getTime() - TOLD_WITHIN_MS).toISOString()
  return tx.db
    .select({
      authorId: admission.authorId,
      organisationId: organisation.id,
      siren: sql<string>`${admission.siren}`,
      createdAt: admission.createdAt,
    })
    .from(admission)
    .innerJoin(organisation, and(eq(organisation.siren, admission.siren), ne(organisation.state, 'closed')))
    .where(
      and(
        inArray(admission.state, ['draft', 'incomplete', 'submitted', 'under-review']),
        sql`NOT EXISTS (SELECT FROM ${mail} WHERE ${mail.dedupeKey} = 'siren-asked:' || ${admission.authorId} || ':' || ${admission.siren})`,
        // Nobody has every member written to by typing one SIREN after another, nor one member by opening one request
        // after another.
        sql`(SELECT count(*) FROM ${mail}
              WHERE ${mail.template} = 'siren-asked-again' AND ${mail.createdAt} > ${since}::timestamptz
                AND starts_with(${mail.dedupeKey}, 'siren-asked:' || ${admission.authorId} || ':')) < ${TOLD_MOST}`,
      ),
    )
}

/** Whoever acts, by name and capacity: a letter names its author (decisions 47). */
export async function authorOfLetter(tx: Transaction): Promise<string> {
  const { personId } = tx.principal
  if (personId === undefined) return 'l’agence'
  const [row] = await tx.db.select({ name: person.name }).from(person).where(eq(person.id, personId))
  return row?.name == null ? 'l’agence' : `${row.name}, pour l’agence`
}
