import type { auditEvent } from '../db/schema/audit.ts'
import type { StoredEvent } from './verify-chain.ts'

/** A row as its hash covers it. */
export function storedEvent(row: typeof auditEvent.$inferSelect): StoredEvent {
  return {
    seq: row.seq,
    id: row.id,
    at: row.at.toISOString(),
    actorKind: row.actorKind,
    actorId: row.actorId,
    onBehalfOf: row.onBehalfOf,
    organisationId: row.organisationId,
    event: row.event,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    fromState: row.fromState,
    toState: row.toState,
    data: row.data,
    decisionId: row.decisionId,
    stepUpId: row.stepUpId,
    requestId: row.requestId,
    hash: row.hash,
  }
}
