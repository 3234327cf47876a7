import { TrustError, type TrustErrorCode } from '../errors.ts'
import {
  openCertificate,
  sameBytes,
  unknownCriticalExtension,
  weaknessOf,
  type Certificate,
} from './certificate.ts'
import { openRevocationLists, type RevocationListState } from './given-lists.ts'
import { derValuesOf } from './pem.ts'
import type { RevocationList } from './revocation-list.ts'

export interface TrustInput {
  /** Roots, PEM or DER; a PEM may hold several. */
  readonly anchors: readonly Uint8Array[]
  /** Every issuing CA that may stand between a root and a signer or a peer: all are pinned. */
  readonly intermediates: readonly Uint8Array[]
  /** PEM or DER, of any of the pinned authorities. */
  readonly crls?: readonly Uint8Array[]
}

/** A pinned certificate authority and the pinned ones above it. */
export interface Authority {
  readonly certificate: Certificate
  /** Issuer first, root last; empty for a root. */
  readonly above: readonly Authority[]
  /** Lists that it signed itself. */
  readonly revocationLists: readonly RevocationList[]
  /** True where a list bears its name but not its signature. */
  readonly hasForgedList: boolean
}

/** Pinned certificate authorities and revocation lists, parsed and checked once; immutable. */
export interface Trust {
  /** Roots first; what stands above an authority stands before it. */
  readonly authorities: readonly Authority[]
  /** Lower-case hex SHA-256 of each pinned certificate. */
  readonly fingerprints: readonly string[]
  /** In the order given. Look at `fault` before a fresh list is adopted: a faulty one makes revocation unknown. */
  readonly revocationLists: readonly RevocationListState[]
}

/**
 * Parses and checks what is pinned (Format 8.1): each certificate is a CA with keyCertSign and no critical extension
 * that nobody here understands, roots sign themselves, every intermediate leads to a pinned root. Times are not looked
 * at: they are a parameter of each verification.
 *
 * Throws TrustError. A faulty revocation list does not throw: it makes revocation unknown (decisions 51).
 */
export async function loadTrust({ anchors, intermediates, crls = [] }: TrustInput): Promise<Trust> {
  const roots = unique(anchors.flatMap((file, index) => openAuthorities(file, `anchor ${index + 1}`)))
  const others = unique(
    intermediates.flatMap((file, index) => openAuthorities(file, `intermediate ${index + 1}`)),
  )
  if (roots.length === 0) throw new TrustError('no-anchor', 'no root certificate is given')
  for (const root of roots) {
    if (!root.isSignedBy(root.publicKey)) refuse('anchor-not-self-signed', root, 'it is no root')
  }
  const paths = buildPaths(roots, others)
  const lists = openRevocationLists(crls, [...paths.keys()])

  const authorities = new Map<Certificate, Authority>()
  for (const [certificate, above] of paths) {
    authorities.set(certificate, {
      certificate,
      above: above.map((authority) => authorities.get(authority)!),
      revocationLists: lists.flatMap(({ list, signer }) => (list && signer === certificate ? [list] : [])),
      hasForgedList: lists.some(
        ({ list, state }) =>
          state.fault === 'forged' && list && sameBytes(list.issuerDer, certificate.fields.subjectDer),
      ),
    })
  }
  return Object.freeze({
    authorities: Object.freeze([...authorities.values()]),
    fingerprints: Object.freeze([...authorities.keys()].map(({ fingerprint }) => fingerprint)),
    revocationLists: Object.freeze(lists.map(({ state }) => state)),
  })
}

function openAuthorities(file: Uint8Array, what: string): Certificate[] {
  const ders = derValuesOf(file, 'CERTIFICATE')
  if (ders.length === 0) throw new TrustError('certificate-unreadable', `${what}: neither PEM nor DER`)
  return ders.map((der) => {
    const certificate = openCertificate(der)
    if (typeof certificate === 'string')
      throw new TrustError('certificate-unreadable', `${what}: ${certificate}`)
    assertAuthority(certificate)
    return certificate
  })
}

function assertAuthority(certificate: Certificate): void {
  if (!certificate.isAuthority) refuse('not-a-ca', certificate, 'CA:FALSE')
  if (!certificate.keyUsages.has('keyCertSign'))
    refuse('not-a-ca', certificate, 'its key may not sign certificates')
  const weakness = weaknessOf(certificate)
  if (weakness !== undefined) refuse('weak-algorithm', certificate, weakness)
  const unknown = unknownCriticalExtension(certificate)
  if (unknown !== undefined) refuse('unsupported-extension', certificate, `critical extension ${unknown}`)
}

/** Roots, then every intermediate below what is there already, each with the certificates above it. */
function buildPaths(
  roots: readonly Certificate[],
  intermediates: readonly Certificate[],
): ReadonlyMap<Certificate, readonly Certificate[]> {
  const paths = new Map<Certificate, readonly Certificate[]>(roots.map((root) => [root, []]))
  const rootFingerprints = new Set(roots.map(({ fingerprint }) => fingerprint))
  let waiting = intermediates.filter(({ fingerprint }) => !rootFingerprints.has(fingerprint))
  while (waiting.length > 0) {
    const stillWaiting = waiting.filter((certificate) => {
      const issuer = [...paths.keys()].find((candidate) => isIssuedBy(certificate, candidate))
      if (!issuer) return true
      const above = [issuer, ...paths.get(issuer)!]
      assertPathLengths(certificate, above)
      paths.set(certificate, above)
      return false
    })
    if (stillWaiting.length === waiting.length)
      refuse('issuer-not-pinned', waiting[0]!, 'no pinned root leads to it')
    waiting = stillWaiting
  }
  return paths
}

/** RFC 5280 4.2.1.9: how many authorities may stand below each one, the new one included. */
function assertPathLengths(certificate: Certificate, above: readonly Certificate[]): void {
  above.forEach((authority, between) => {
    if (authority.pathLengthMax < between + 1) {
      refuse('not-a-ca', certificate, `${authority.subjectText} allows no further authority below it`)
    }
  })
}

/** True where the authority bears the issuer's name, byte for byte, and its key made the signature. */
export function isIssuedBy(certificate: Certificate, authority: Certificate): boolean {
  return (
    sameBytes(certificate.fields.issuerDer, authority.fields.subjectDer) &&
    certificate.isSignedBy(authority.publicKey)
  )
}

function unique(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()]
}

function refuse(code: TrustErrorCode, { subjectText }: Certificate, detail: string): never {
  throw new TrustError(code, `${subjectText}: ${detail}`)
}
