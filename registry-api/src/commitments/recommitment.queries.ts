import { and, eq, inArray, isNotNull, ne, notExists, sql } from 'drizzle-orm'
import { commitment, referenceDocument } from '../db/schema/commitment.ts'
import { mail } from '../db/schema/mail.ts'
import type { Transaction } from '../db/transaction.ts'
import { LIVE_STATES } from './commitment.rules.ts'

export interface Owing {
  readonly commitmentId: string
  readonly organisationId: string
  readonly text: {
    readonly id: string
    readonly title: string
    readonly label: string
    readonly recommitBy: string
  }
}

/** Names the mail that asks for this version. */
export const recommitmentKey = (commitmentId: string, textId: string): string =>
  `commitment:${commitmentId}:recommit:${textId}`

/** Live commitments on another version than the official one, that were not yet asked to sign that. */
export async function owingRecommitment(tx: Transaction): Promise<Owing[]> {
  const key = sql`'commitment:' || ${commitment.id} || ':recommit:' || ${referenceDocument.id}`
  const rows = await tx.db
    .select({
      commitmentId: commitment.id,
      organisationId: commitment.organisationId,
      text: {
        id: referenceDocument.id,
        title: referenceDocument.title,
        label: referenceDocument.label,
        recommitBy: sql<string>`${referenceDocument.recommitBy}`,
      },
    })
    .from(commitment)
    .innerJoin(
      referenceDocument,
      and(eq(referenceDocument.code, commitment.kind), eq(referenceDocument.state, 'official')),
    )
    .where(
      and(
        inArray(commitment.state, [...LIVE_STATES]),
        isNotNull(commitment.referenceDocumentId),
        ne(commitment.referenceDocumentId, referenceDocument.id),
        isNotNull(referenceDocument.recommitBy),
        notExists(tx.db.select({ id: mail.id }).from(mail).where(eq(mail.dedupeKey, key))),
      ),
    )
  return rows
}
