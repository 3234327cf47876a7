import type { SignatureProfile, WhitelistContent } from './format/index.ts'
import type { Trust } from './trust.ts'

export type SignerIdentity =
  { readonly commonName: string; readonly organizationalUnit: string } | { readonly dn: string }

/** Hex SHA-256 of the canonical document, computed by another implementation from the same bytes. */
export type SecondDigest = (bytes: Uint8Array) => Promise<string>

export interface VerifyOptions {
  readonly at: Date
  readonly trust: Trust
  readonly signer: SignerIdentity
  /** What an issuer without a revocation list means: a warning or `revocation-unknown`. */
  readonly revocation: 'warn' | 'require'
  /** How long past nextUpdate a revocation list still counts, in milliseconds. Default 0. */
  readonly crlGraceMs?: number
  /** The newest list ever accepted here: nothing older comes after it. */
  readonly held?: { readonly signedAt: string; readonly digest: string }
  /** Default: both. */
  readonly profiles?: readonly SignatureProfile[]
  readonly bytesMax?: number
  /** OIDs of which the signer's certificate must bear one. Default: emailProtection. */
  readonly signerExtendedKeyUsages?: readonly string[]
  /** Hosts outside it give a warning. Default: mesimagesmedicales.fr. */
  readonly zone?: string
  readonly secondDigest?: SecondDigest
}

export interface Warning {
  readonly code: string
  readonly detail: string
}

export interface VerifiedSigner {
  readonly dn: string
  readonly fingerprint: string
  readonly serialNumber: string
  readonly notBefore: string
  readonly notAfter: string
}

export interface VerifiedWhitelist extends WhitelistContent {
  readonly digest: string
  readonly signedAt: string
  readonly profile: SignatureProfile
  readonly signer: VerifiedSigner
  readonly warnings: readonly Warning[]
}

/** Verifies a signed list. Throws VerificationError. */
export async function verifyWhitelist(
  _bytes: Uint8Array,
  _options: VerifyOptions,
): Promise<VerifiedWhitelist> {
  throw new Error('not yet')
}
