import { and, asc, desc, eq, gt, gte, like, lt, ne, sql, type SQL } from 'drizzle-orm'
import { ofOwnOrganisations } from '../db/own-rows.ts'
import type { Principal } from '../db/principal.ts'
import { auditEvent, auditHead } from '../db/schema/audit.ts'
import type { Transaction } from '../db/transaction.ts'

export interface AuditFilter {
  readonly after?: number | undefined
  readonly subject?: string | undefined
  readonly event?: string | undefined
  readonly organisation?: string | undefined
  readonly actor?: string | undefined
  /** Every event of a noun: `drimbox` for `drimbox.suspended`… */
  readonly noun?: string | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  readonly order?: 'asc' | 'desc' | undefined
  readonly limit: number
}

/**
 * Events in the order of their entry (or against it), one more than `limit`; row security shows each reader theirs. Within
 * a span of time they come in the order of time, which the index of time gives at once.
 */
export async function listAuditEvents(tx: Transaction, filter: AuditFilter) {
  const { seq, at } = auditEvent
  const isBackwards = filter.order === 'desc'
  const isOfASpan = filter.from !== undefined || filter.until !== undefined
  const inOrder = isBackwards ? desc : asc
  return tx.db
    .select()
    .from(auditEvent)
    .where(
      and(
        ofAReader(tx.principal),
        filter.after === undefined ? undefined : beyond(filter.after, { isBackwards, isOfASpan }),
        filter.subject === undefined ? undefined : eq(auditEvent.subjectId, filter.subject),
        filter.event === undefined ? undefined : eq(auditEvent.event, filter.event),
        filter.organisation === undefined ? undefined : eq(auditEvent.organisationId, filter.organisation),
        filter.actor === undefined ? undefined : eq(auditEvent.actorId, filter.actor),
        filter.noun === undefined ? undefined : like(auditEvent.event, `${filter.noun}.%`),
        filter.from === undefined ? undefined : gte(at, filter.from),
        filter.until === undefined ? undefined : lt(at, filter.until),
      ),
    )
    .orderBy(...(isOfASpan ? [inOrder(at), inOrder(seq)] : [inOrder(seq)]))
    .limit(filter.limit + 1)
}

/** Of a party: its own events, but for what the agency only thinks of doing (decisions/decision.queries.ts). */
function ofAReader(principal: Principal): SQL | undefined {
  const own = ofOwnOrganisations(principal, auditEvent.organisationId)
  return own === undefined ? undefined : and(own, ne(auditEvent.event, 'decision.proposed'))
}

/** What follows the event `after` in the order of the page. */
function beyond(after: number, order: { readonly isBackwards: boolean; readonly isOfASpan: boolean }): SQL {
  const { seq, at } = auditEvent
  if (!order.isOfASpan) return order.isBackwards ? lt(seq, after) : gt(seq, after)
  const held = sql`(SELECT held.at, held.seq FROM ${auditEvent} AS held WHERE held.seq = ${after})`
  return order.isBackwards ? sql`(${at}, ${seq}) < ${held}` : sql`(${at}, ${seq}) > ${held}`
}

/** The last events of one row, the newest first. */
export async function lastEventsOf(tx: Transaction, subjectId: string, limit: number) {
  const { event, at, data, fromState, toState } = auditEvent
  return tx.db
    .select({ event, at, data, fromState, toState })
    .from(auditEvent)
    .where(eq(auditEvent.subjectId, subjectId))
    .orderBy(desc(auditEvent.seq))
    .limit(limit)
}

export async function auditHeadNow(tx: Transaction): Promise<{ seq: number; hash: string }> {
  const [head] = await tx.db.select({ seq: auditHead.seq, hash: auditHead.hash }).from(auditHead)
  return head!
}

export async function auditEventAt(tx: Transaction, seq: number) {
  const [found] = await tx.db
    .select({ seq: auditEvent.seq, hash: auditEvent.hash })
    .from(auditEvent)
    .where(eq(auditEvent.seq, seq))
  return found
}

/** Events after `seq`, in their order, at most `limit`. */
export async function auditEventsAfter(tx: Transaction, seq: number, limit: number) {
  return tx.db
    .select()
    .from(auditEvent)
    .where(gt(auditEvent.seq, seq))
    .orderBy(asc(auditEvent.seq))
    .limit(limit)
}
