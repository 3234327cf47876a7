export interface TrustInput {
  /** Roots, PEM or DER; a PEM may hold several. */
  readonly anchors: readonly Uint8Array[]
  /** Every issuing CA that may stand between a root and a signer or a peer: all are pinned. */
  readonly intermediates: readonly Uint8Array[]
  readonly crls?: readonly Uint8Array[]
}

/** One revocation list as it was given; `fault` says why it can prove nothing. */
export interface RevocationListState {
  readonly issuer: string
  /** RFC 3339 UTC, '' where unreadable. */
  readonly thisUpdate: string
  readonly nextUpdate: string
  readonly fault: string | undefined
}

/** Pinned certificate authorities and revocation lists, parsed and checked once; immutable. */
export interface Trust {
  /** Lower-case hex SHA-256 of each pinned certificate. */
  readonly fingerprints: readonly string[]
  readonly revocationLists: readonly RevocationListState[]
}

/** Parses and checks what is pinned. Throws TrustError; a faulty CRL does not throw, it makes revocation unknown. */
export async function loadTrust(_input: TrustInput): Promise<Trust> {
  throw new Error('not yet')
}
