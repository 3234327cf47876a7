/** What one person approves: that content, as the next list after that base, until then (decisions 22, 63). */
export interface ApprovalClaims {
  readonly trustSpace: string
  readonly baseSequence: number
  /** Lower-case hex; EMPTY_DIGEST for a first list. */
  readonly baseDigest: string
  readonly newSequence: number
  /** SHA-256 of the unsigned canonical XML. */
  readonly contentDigest: string
  readonly reason: string
  /** RFC 3339 UTC. */
  readonly expiry: string
}

export interface ReadApproval {
  readonly kid: string
  readonly claims: ApprovalClaims
  /** The bytes the signature is over. */
  readonly signingInput: Uint8Array
  /** ES256, r then s, 64 bytes. Not verified here. */
  readonly signature: Uint8Array
}

/** Makes a compact JWS (`typ: drim-approval+jws`, ES256) over the JCS of the claims. */
export function encodeApproval(
  _claims: ApprovalClaims,
  _kid: string,
  _sign: (bytes: Uint8Array) => Uint8Array,
): string {
  throw new Error('not yet')
}

/** Reads one without verifying its signature. Throws ApprovalError. */
export function readApproval(_jws: string): ReadApproval {
  throw new Error('not yet')
}
