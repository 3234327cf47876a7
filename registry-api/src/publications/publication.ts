import type { Entry } from '@trust-space/whitelist/format'

export type PublicationKind = 'removal' | 're-sign' | 'change'
export type PublicationState =
  | 'draft'
  | 'awaiting'
  | 'approved'
  | 'signing'
  | 'served'
  | 'refused'
  | 'abandoned'
  | 'superseded'
  | 'expired'

/** One attempt to publish a list; its content is kept beside it. */
export interface Publication {
  readonly id: string
  readonly version: number
  /** The number it takes once its intent is open; until then, the next one to take. */
  readonly sequence: number
  readonly state: PublicationState
  readonly kind: PublicationKind
  readonly baseSequence: number
  readonly baseDigest: string
  readonly contentDigest: string
  /** Digest of the lines, whatever the date of generation. */
  readonly linesDigest: string
  readonly entryCount: number
  readonly added: number
  readonly removed: number
  readonly changed: number
  /** Persons who must approve, 0 to 2. */
  readonly approvalsNeeded: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly openedAt: Date | null
  readonly signedAt: Date | null
  readonly refusalCode: string | null
  readonly refusalDetail: string | null
}

/** A line with the DRIMbox it is of. */
export interface Line {
  readonly drimboxId: string
  readonly entry: Entry
}

/** The list that a new one is built on: the last signed one, or nothing. */
export interface Base {
  readonly sequence: number
  readonly digest: string
  readonly signedAt: Date | undefined
  readonly lines: readonly Line[]
}

/** What is about to be signed, or perhaps was: the same bytes under the same number, however often it is asked. */
export interface Intent {
  readonly publication: Publication
  readonly content: Uint8Array
  /** Compact JWS. */
  readonly approvals: readonly string[]
}

/** What is served, as the record beside the file says it. */
export interface ServedRecord {
  readonly sequence: number
  /** RFC 3339, whole seconds. */
  readonly signedAt: string
  readonly digest: string
  readonly fileSha256: string
  readonly entryCount: number
  readonly bytes: number
  /** The end of the audit when it was put in force: each list vouches for what led to it. Null: older than the chain. */
  readonly auditHead: { readonly seq: number; readonly hash: string } | null
}
