import type { Entry, WhitelistContent } from './format/index.ts'
import type { Trust } from './trust.ts'

/** Entries by host name, built once per list. */
export interface AdmissionIndex {
  readonly entriesByHost: ReadonlyMap<string, readonly Entry[]>
}

/** Builds the index that peerAdmission looks into: once per list, not once per request. */
export function admissionIndex(_list: WhitelistContent): AdmissionIndex {
  throw new Error('not yet')
}

export interface Peer {
  /** DER, as the TLS stack gives it. */
  readonly certificate: Uint8Array
  /** What the peer sent along. Never extends what is pinned. */
  readonly chain?: readonly Uint8Array[]
}

export interface AdmissionOptions {
  readonly trust: Trust
  readonly at: Date
  /** What the peer is in this connection. */
  readonly usage: 'client' | 'server'
  /** The host that was dialled; needed for a server. */
  readonly expectedHost?: string
  readonly crlGraceMs?: number
  /** OIDs of which the peer's certificate must bear one. Default: clientAuth or serverAuth. */
  readonly extendedKeyUsages?: readonly string[]
}

/** May this certificate act as this DRIMbox, now, under this list? `undefined` as list: none in force. Throws AdmissionError. */
export function peerAdmission(
  _list: WhitelistContent | AdmissionIndex | undefined,
  _peer: Peer | undefined,
  _options: AdmissionOptions,
): { entry: Entry } {
  throw new Error('not yet')
}
