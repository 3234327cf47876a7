import { assertEntries, warnOfEntries } from './checks/entries.ts'
import { assertProfile, readSigned } from './checks/envelope.ts'
import { assertNotInFuture, assertNotOlder, warnOfSigningTime, type HeldList } from './checks/freshness.ts'
import { assertNotRevoked } from './checks/revocation.ts'
import { assertSecondDigest, type SecondDigest } from './checks/second-digest.ts'
import {
  assertAlgorithms,
  assertDocumentDigest,
  assertPropertiesDigest,
  assertSignatureValue,
} from './checks/signature.ts'
import {
  assertChain,
  assertSignerName,
  assertSignerUsage,
  assertSignerValidity,
  assertSigningCertificate,
  openSigner,
  type SignerIdentity,
} from './checks/signing-certificate.ts'
import type { SignatureProfile, WhitelistContent } from './format/index.ts'
import { rfc3339 } from './trust/given-lists.ts'
import type { Trust } from './trust/load-trust.ts'
import type { Warning } from './warnings.ts'

const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4'
const ZONE = 'mesimagesmedicales.fr'

export interface VerifyOptions {
  /** Now, for whoever asks. */
  readonly at: Date
  readonly trust: Trust
  readonly signer: SignerIdentity
  /** What an issuer without a revocation list means: a warning, or `revocation-unknown`. */
  readonly revocation: 'warn' | 'require'
  /** How long past nextUpdate a revocation list still counts, in milliseconds. Default 0. */
  readonly crlGraceMs?: number
  /** The newest list ever accepted here: nothing older comes after it. */
  readonly held?: HeldList
  /** Default: both. */
  readonly profiles?: readonly SignatureProfile[]
  /** Longest file taken, in bytes. Default: 128 MiB. */
  readonly bytesMax?: number
  /** OIDs of which the signer's certificate must bear one. Default: emailProtection, which is all the ANS's has. */
  readonly signerExtendedKeyUsages?: readonly string[]
  /** Hosts outside it give a warning. Default: mesimagesmedicales.fr. */
  readonly zone?: string
  readonly secondDigest?: SecondDigest
}

export interface VerifiedSigner {
  /** RFC 4514. */
  readonly dn: string
  /** Lower-case hex SHA-256 of the certificate. */
  readonly fingerprint: string
  /** Lower-case hex. */
  readonly serialNumber: string
  /** RFC 3339 UTC. */
  readonly notBefore: string
  readonly notAfter: string
}

export interface VerifiedWhitelist extends WhitelistContent {
  /** Lower-case hex SHA-256 of the canonical document without its Signature. */
  readonly digest: string
  /** RFC 3339 UTC. */
  readonly signedAt: string
  readonly profile: SignatureProfile
  readonly signer: VerifiedSigner
  readonly warnings: readonly Warning[]
}

/**
 * Verifies a signed list (Format 7): these checks, in this order, the first that fails is the answer. What it gives back
 * was read from the very bytes whose digest was signed.
 *
 * Throws VerificationError; DistinguishedNameError or RangeError where the options themselves are malformed.
 */
export async function verifyWhitelist(bytes: Uint8Array, options: VerifyOptions): Promise<VerifiedWhitelist> {
  const { at, trust, held } = options

  const { list, entryFault } = readSigned(bytes, options.bytesMax) // 7.1 to 7.10
  const signature = list.signature
  const signer = openSigner(signature)
  assertProfile(signature, options.profiles ?? ['A', 'B']) // 7.11
  assertAlgorithms(signature, signer) // 7.12

  assertDocumentDigest(list, signature) // 7.13
  assertPropertiesDigest(signature) // 7.14
  await assertSecondDigest(bytes, list.digest, options.secondDigest) // 7.15
  assertSigningCertificate(signature, signer) // 7.16
  assertSignatureValue(signature, signer) // 7.17

  assertSignerName(signer, options.signer) // 7.18
  assertSignerUsage(signer, options.signerExtendedKeyUsages ?? [EMAIL_PROTECTION]) // 7.19
  const path = assertChain(signer, trust, at) // 7.20
  assertSignerValidity(signer, at) // 7.21, 7.22
  const revocationWarnings = assertNotRevoked(signer, path, trust, options) // 7.23, 7.24

  assertNotInFuture(signature, at) // 7.25
  assertNotOlder(list, signature, held) // 7.26, 7.27
  assertEntries(list.entries, entryFault) // 7.28 to 7.32

  return {
    generatedAt: list.generatedAt,
    entries: list.entries,
    digest: list.digest,
    signedAt: signature.signedAt,
    profile: signature.profile,
    signer: {
      dn: signer.subjectText,
      fingerprint: signer.fingerprint,
      serialNumber: signer.fields.serialNumber,
      notBefore: rfc3339(signer.fields.notBefore),
      notAfter: rfc3339(signer.fields.notAfter),
    },
    warnings: [
      ...revocationWarnings,
      ...warnOfSigningTime(signature, signer),
      ...warnOfEntries(list.entries, options.zone ?? ZONE),
    ],
  }
}
