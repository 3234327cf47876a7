import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { publication, signedList } from '../db/schema/publication.ts'
import type { Transaction } from '../db/transaction.ts'

/** Lists that were served, newest first, one more than `limit`. */
export async function listServed(
  tx: Transaction,
  filter: { readonly after?: number | undefined; readonly limit: number },
) {
  return tx.db
    .select({
      sequence: signedList.sequence,
      signedAt: signedList.signedAt,
      entryCount: publication.entryCount,
      bytes: sql<number>`octet_length(${signedList.bytes})::int`,
      digest: publication.contentDigest,
      fileSha256: signedList.fileSha256,
      added: publication.added,
      removed: publication.removed,
      changed: publication.changed,
    })
    .from(signedList)
    .innerJoin(publication, eq(publication.id, signedList.publicationId))
    .where(
      and(
        eq(signedList.verdict, 'accepted'),
        filter.after === undefined ? undefined : lt(signedList.sequence, filter.after),
      ),
    )
    .orderBy(desc(signedList.sequence))
    .limit(filter.limit + 1)
}
