import { and, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import { auditEvent } from '../db/schema/audit.ts'
import { currentWhitelist, publication, signedList } from '../db/schema/publication.ts'
import type { Transaction } from '../db/transaction.ts'
import { publicationColumns } from './publication.columns.ts'
import type { Publication, PublicationState, ServedRecord } from './publication.ts'

export interface PublicationView extends Publication {
  /** Keys whose approval is alive. */
  readonly approvals: number
}

// Written out: drizzle leaves the table's name away in a query on one table, and both have an id.
const liveApprovals = (now: Date) => sql<number>`(SELECT count(DISTINCT approval.kid) FROM approval
  WHERE approval.publication_id = publication.id AND approval.expires_at > ${now.toISOString()})::int`

/** Publications, newest first, one more than `limit`. */
export async function listPublications(
  tx: Transaction,
  filter: {
    readonly state?: PublicationState | undefined
    readonly after?: string | undefined
    readonly limit: number
  },
): Promise<PublicationView[]> {
  return tx.db
    .select({ ...publicationColumns, approvals: liveApprovals(tx.at) })
    .from(publication)
    .where(
      and(
        filter.state === undefined ? undefined : eq(publication.state, filter.state),
        filter.after === undefined ? undefined : lt(publication.id, filter.after),
      ),
    )
    .orderBy(desc(publication.id))
    .limit(filter.limit + 1)
}

/** The publication of that number; of several drafts that named it, the newest. */
export async function viewPublication(
  tx: Transaction,
  sequence: number,
): Promise<PublicationView | undefined> {
  const [found] = await tx.db
    .select({ ...publicationColumns, approvals: liveApprovals(tx.at) })
    .from(publication)
    .where(eq(publication.sequence, sequence))
    .orderBy(desc(publication.id))
    .limit(1)
  return found
}

/** Unsigned canonical XML of the publication of that number. */
export async function readContent(tx: Transaction, sequence: number): Promise<Uint8Array | undefined> {
  const [found] = await tx.db
    .select({ content: publication.content })
    .from(publication)
    .where(eq(publication.sequence, sequence))
    .orderBy(desc(publication.id))
    .limit(1)
  return found?.content
}

const servedColumns = {
  sequence: signedList.sequence,
  signedAt: signedList.signedAt,
  digest: publication.contentDigest,
  fileSha256: signedList.fileSha256,
  entryCount: publication.entryCount,
  bytes: sql<number>`octet_length(${signedList.bytes})::int`,
  auditSeq: signedList.auditSeq,
  auditHash: signedList.auditHash,
}

function toRecord({
  auditSeq,
  auditHash,
  ...row
}: Omit<ServedRecord, 'signedAt' | 'auditHead'> & {
  signedAt: Date | null
  auditSeq: number | null
  auditHash: string | null
}): ServedRecord {
  return {
    ...row,
    // Accepted lists are dated: a constraint says so. Signing times are whole seconds.
    signedAt: `${row.signedAt!.toISOString().slice(0, 19)}Z`,
    auditHead: auditSeq === null || auditHash === null ? null : { seq: auditSeq, hash: auditHash },
  }
}

/** The list in force, without its bytes. */
export async function currentRecord(tx: Transaction): Promise<ServedRecord | undefined> {
  const [row] = await tx.db
    .select(servedColumns)
    .from(currentWhitelist)
    .innerJoin(signedList, eq(signedList.sequence, currentWhitelist.sequence))
    .innerJoin(publication, eq(publication.id, signedList.publicationId))
  return row && toRecord(row)
}

/** Every list ever served, after `after`, oldest first. */
export async function servedRecordsAfter(
  tx: Transaction,
  after: number,
  limit: number,
): Promise<ServedRecord[]> {
  const rows = await tx.db
    .select(servedColumns)
    .from(signedList)
    .innerJoin(publication, eq(publication.id, signedList.publicationId))
    .where(and(eq(signedList.verdict, 'accepted'), gt(signedList.sequence, after)))
    .orderBy(signedList.sequence)
    .limit(limit)
  return rows.map(toRecord)
}

/** The signed file of a served list. */
export async function servedBytes(tx: Transaction, sequence: number): Promise<Uint8Array> {
  const [row] = await tx.db
    .select({ bytes: signedList.bytes })
    .from(signedList)
    .where(and(eq(signedList.sequence, sequence), eq(signedList.verdict, 'accepted')))
  if (row === undefined) throw new Error(`list ${sequence} was never served`)
  return row.bytes
}

// What a line stands on, and what becomes of lists; the rest of the audit (sessions, mails, …) moves no list.
// Written out, not as parameters: the index of the same words is then found (db/schema/audit.ts).
const OF_THE_LIST = sql`subject_kind IN ('drimbox', 'commitment', 'organisation', 'certificate', 'import', 'publication')`

/** Number of the last change that a list may show: the same again means that there is nothing new to draft. */
export async function lastChange(tx: Transaction): Promise<number> {
  const [row] = await tx.db
    .select({ last: sql<number>`coalesce(max(${auditEvent.seq}), 0)::int` })
    .from(auditEvent)
    .where(OF_THE_LIST)
  return row!.last
}

/** The attempt under way, if there is one. */
export async function currentAttempt(tx: Transaction) {
  const [row] = await tx.db
    .select({ sequence: publication.sequence, state: publication.state, kind: publication.kind })
    .from(publication)
    .where(inArray(publication.state, ['draft', 'awaiting', 'approved', 'signing']))
  return row
}
