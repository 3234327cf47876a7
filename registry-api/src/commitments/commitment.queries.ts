import { and, asc, count, eq, gt, inArray, lte } from 'drizzle-orm'
import { person } from '../db/schema/accounts.ts'
import { commitment, referenceDocument } from '../db/schema/commitment.ts'
import { drimbox } from '../db/schema/drimbox.ts'
import { organisation } from '../db/schema/organisation.ts'
import { listedLine } from '../db/schema/views.ts'
import type { Transaction } from '../db/transaction.ts'
import { recommitmentDue } from '../reference-documents/reference-document.rules.ts'
import type { ReferenceDocument } from '../reference-documents/reference-document.ts'
import { isLive } from './commitment.rules.ts'
import type { Commitment, CommitmentKind, CommitmentState } from './commitment.ts'

export interface CommitmentView {
  readonly commitment: Commitment
  readonly organisation: {
    readonly id: string
    readonly publicNumber: string
    readonly displayName: string
  }
  readonly text: ReferenceDocument | null
  /** The version to sign next, where that is asked of it. */
  readonly recommitment: { readonly text: ReferenceDocument; readonly by: string } | null
  readonly claimedBy: { readonly id: string; readonly name: string | null } | null
  /** Lines of its organisation that are on the next list. */
  readonly lines: number
}

export interface CommitmentFilter {
  readonly organisation?: string | undefined
  readonly state?: CommitmentState | undefined
  readonly kind?: CommitmentKind | undefined
  /** Those whose last day is that day or before. */
  readonly expiresBefore?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

const joined = (tx: Transaction) =>
  tx.db
    .select({
      commitment,
      text: referenceDocument,
      organisation: {
        id: organisation.id,
        publicNumber: organisation.publicNumber,
        displayName: organisation.displayName,
      },
      claimer: { id: person.id, name: person.name },
    })
    .from(commitment)
    .innerJoin(organisation, eq(organisation.id, commitment.organisationId))
    .leftJoin(referenceDocument, eq(referenceDocument.id, commitment.referenceDocumentId))
    .leftJoin(person, eq(person.id, commitment.claimedBy))

/** Commitments in the order of their entry, one more than `limit`. */
export async function listCommitments(tx: Transaction, filter: CommitmentFilter): Promise<CommitmentView[]> {
  const rows = await joined(tx)
    .where(
      and(
        filter.after === undefined ? undefined : gt(commitment.id, filter.after),
        filter.organisation === undefined ? undefined : eq(commitment.organisationId, filter.organisation),
        filter.state === undefined ? undefined : eq(commitment.state, filter.state),
        filter.kind === undefined ? undefined : eq(commitment.kind, filter.kind),
        filter.expiresBefore === undefined ? undefined : lte(commitment.endsOn, filter.expiresBefore),
      ),
    )
    .orderBy(asc(commitment.id))
    .limit(filter.limit + 1)
  return withParts(tx, rows)
}

export async function viewCommitment(tx: Transaction, id: string): Promise<CommitmentView | undefined> {
  return (await withParts(tx, await joined(tx).where(eq(commitment.id, id))))[0]
}

async function withParts(
  tx: Transaction,
  rows: Awaited<ReturnType<ReturnType<typeof joined>['execute']>>,
): Promise<CommitmentView[]> {
  if (rows.length === 0) return []
  const [texts, linesOf] = await Promise.all([
    tx.db.select().from(referenceDocument).where(eq(referenceDocument.state, 'official')),
    countLines(tx, [...new Set(rows.map((row) => row.organisation.id))]),
  ])
  const official = new Map(texts.map((text) => [text.code, text]))
  return rows.map((row) => {
    const one = row.commitment as Commitment
    const next = official.get(one.kind)
    const by = isLive(one.state) ? recommitmentDue(row.text, next) : null
    return {
      commitment: one,
      organisation: row.organisation,
      text: row.text,
      recommitment: by === null ? null : { text: next!, by },
      claimedBy: row.claimer,
      lines: isLive(one.state) ? (linesOf.get(row.organisation.id) ?? 0) : 0,
    }
  })
}

/** Lines on the next list, by organisation. */
async function countLines(
  tx: Transaction,
  organisationIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const lines = await tx.db
    .select({ organisationId: drimbox.organisationId, count: count() })
    .from(listedLine)
    .innerJoin(drimbox, eq(drimbox.id, listedLine.drimboxId))
    .where(inArray(drimbox.organisationId, [...organisationIds]))
    .groupBy(drimbox.organisationId)
  return new Map(lines.map((line) => [line.organisationId, line.count]))
}

/** Whoever acts, by name and capacity: an adverse letter names its author (decisions 47). */
export async function authorOf(tx: Transaction): Promise<string> {
  const { personId } = tx.principal
  if (personId === undefined) return 'l’agence'
  const [row] = await tx.db.select({ name: person.name }).from(person).where(eq(person.id, personId))
  return row?.name == null ? 'l’agence' : `${row.name}, pour l’agence`
}
