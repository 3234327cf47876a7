import { and, eq, gt, lte, sql } from 'drizzle-orm'
import { idempotencyKey } from '../db/schema/accounts.ts'
import type { Transaction } from '../db/transaction.ts'

/** What one caller asked under one key, on one route. Row security keeps callers apart a second time. */
export interface Claim {
  readonly route: string
  readonly key: string
  readonly requestSha256: string
  /** Tells one request from its repetition. */
  readonly attempt: string
}

export interface KeptAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function idempotencyRepository(tx: Transaction) {
  const isOurs = ({ route, key }: Claim) =>
    and(
      eq(idempotencyKey.principalId, tx.principal.id),
      eq(idempotencyKey.route, route),
      eq(idempotencyKey.key, key),
    )
  return {
    async find(claim: Claim) {
      const [row] = await tx.db
        .select({
          requestSha256: idempotencyKey.requestSha256,
          status: idempotencyKey.status,
          headers: idempotencyKey.headers,
          body: idempotencyKey.body,
          createdAt: idempotencyKey.createdAt,
        })
        .from(idempotencyKey)
        .where(and(isOurs(claim), gt(idempotencyKey.expiresAt, tx.at)))
      return row
    },

    /** False where the key is taken and its day is not over. Until the answer is kept, its place names the attempt. */
    async insert({ route, key, requestSha256, attempt }: Claim, expiresAt: Date): Promise<boolean> {
      const headers = JSON.stringify({ attempt })
      const fresh = { requestSha256, status: null, headers, body: null, createdAt: tx.at, expiresAt }
      const rows = await tx.db
        .insert(idempotencyKey)
        .values({ principalId: tx.principal.id, route, key, ...fresh })
        .onConflictDoUpdate({
          target: [idempotencyKey.principalId, idempotencyKey.route, idempotencyKey.key],
          set: fresh,
          setWhere: lte(idempotencyKey.expiresAt, tx.at),
        })
        .returning({ key: idempotencyKey.key })
      return rows.length === 1
    },

    /** Whether this very request has written the key down, in an earlier transaction. */
    async isOwn(claim: Claim): Promise<boolean> {
      const rows = await tx.db
        .select({ key: idempotencyKey.key })
        .from(idempotencyKey)
        .where(and(isOurs(claim), eq(idempotencyKey.headers, JSON.stringify({ attempt: claim.attempt }))))
      return rows.length === 1
    },

    async keep(claim: Claim, { status, headers, body }: KeptAnswer): Promise<void> {
      await tx.db
        .update(idempotencyKey)
        .set({ status, headers: JSON.stringify(headers), body })
        .where(isOurs(claim))
    },

    /** Of anybody, for the system alone. Answers how many there were, `limit` at most. */
    async eraseOver(limit: number): Promise<number> {
      const rows = await tx.db.execute(sql`
        UPDATE idempotency_key SET headers = NULL, body = NULL
         WHERE (principal_id, route, key) IN (
               SELECT principal_id, route, key FROM idempotency_key
                WHERE expires_at <= ${tx.at.toISOString()}::timestamptz AND headers IS NOT NULL
                ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING 1`)
      return rows.length
    },
  }
}
