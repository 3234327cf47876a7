export interface SignatureInput {
  /** Canonical bytes of the unsigned list, as writeUnsignedWhitelist makes them. */
  readonly unsigned: Uint8Array
  /** Whole seconds are written; a fraction is refused. */
  readonly signingTime: Date
  /** DER, signer first, then its issuing CA and the root: all of them go into KeyInfo. */
  readonly certificateChain: readonly Uint8Array[]
  /** 32 lower-case hex digits, the stem of the Ids of the block. */
  readonly signatureId: string
}

export interface PreparedSignature {
  /** Canonical SignedInfo: sign it with RSASSA-PKCS1-v1_5 and SHA-256. */
  readonly toBeSigned: Uint8Array
  /** The whole file: XML declaration, then the canonical bytes with the Signature. */
  complete(signatureValue: Uint8Array): Uint8Array
}

/** Builds a XAdES-BASELINE-B signature of profile B without ever seeing a key. */
export function prepareSignature(_input: SignatureInput): PreparedSignature {
  throw new Error('not yet')
}
