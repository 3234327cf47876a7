import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** What the hash of an event covers: all of it, but the hash itself (procedures 11). Times are RFC 3339 UTC, ms. */
export interface ChainedEvent {
  readonly seq: number
  readonly id: string
  readonly at: string
  readonly actorKind: string
  readonly actorId: string
  readonly onBehalfOf: string | null
  readonly organisationId: string | null
  readonly event: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly fromState: string | null
  readonly toState: string | null
  readonly data: Readonly<Record<string, unknown>>
  readonly decisionId: string | null
  readonly stepUpId: string | null
  readonly requestId: string | null
}

/** The hash before the first event. */
export const CHAIN_START = '0'.repeat(64)

/** h(n) = SHA-256("drim-audit/1" || h(n-1) || JCS(event)), hex; JCS is RFC 8785. */
export function chainHash(previous: string, event: ChainedEvent): string {
  return createHash('sha256')
    .update('drim-audit/1')
    .update(Buffer.from(previous, 'hex'))
    .update(canonicalize(event) ?? '')
    .digest('hex')
}
