import { verify, type KeyObject } from 'node:crypto'
import { readExtensions } from '../format/certificate.ts'
import {
  contextTag,
  derChildren,
  DerError,
  expectTag,
  readDer,
  readOid,
  readTime,
  readUnsignedHex,
  readWholeDer,
  TAG,
} from '../format/der.ts'
import { SIGNATURE_HASHES } from './certificate.ts'
import { distributionPointNames } from './distribution-point.ts'

/** A revocation list (RFC 5280 5), read but not verified. */
export interface RevocationList {
  readonly issuerDer: Uint8Array
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** Serial numbers of what it revokes or suspends: lower-case hex, no leading zeros. */
  readonly serialNumbers: ReadonlySet<string>
  /** Which certificates of the issuer it speaks of. */
  readonly scope: 'all' | 'end-entities' | 'authorities'
  /**
   * Where it speaks of one part of them only: the names of its distribution point, as hex of their DER. It covers the
   * certificates that bear one of these names (RFC 5280 6.3.3 b 2 i).
   */
  readonly part: readonly string[] | undefined
  /** True where that key made this list's signature, by an algorithm that is trusted. */
  isSignedBy(key: KeyObject): boolean
}

const ISSUING_DISTRIBUTION_POINT = '2.5.29.28'

/**
 * Reads a DER revocation list. Throws DerError, also for what would make its silence mean less than "not revoked": a
 * delta list, an indirect one, one of some reasons or without an end, and critical extensions nobody here understands.
 */
export function readRevocationList(der: Uint8Array): RevocationList {
  const [tbs, algorithm, signature, ...more] = derChildren(readWholeDer(der, TAG.sequence))
  if (more.length > 0) throw new DerError('more than a signed list')
  const parts = derChildren(expectTag(tbs, TAG.sequence))
  if (parts[0]?.tag === TAG.integer) parts.shift()
  const [innerAlgorithm, issuer, thisUpdate, nextUpdate, ...rest] = parts
  if (
    Buffer.compare(
      expectTag(algorithm, TAG.sequence).encoded,
      expectTag(innerAlgorithm, TAG.sequence).encoded,
    ) !== 0
  ) {
    throw new DerError('two different signature algorithms')
  }
  if (!thisUpdate || (nextUpdate?.tag !== TAG.utcTime && nextUpdate?.tag !== TAG.generalizedTime)) {
    throw new DerError('no nextUpdate: it would be current for ever')
  }
  const entries = rest[0]?.tag === TAG.sequence ? rest.shift() : undefined
  const extensions = rest[0]
    ? readExtensions(derChildren(expectTag(rest[0], contextTag(0, true)))[0])
    : new Map()
  const hash = SIGNATURE_HASHES.get(readOid(expectTag(derChildren(algorithm!)[0], TAG.oid)))
  const [unusedBits, ...signatureOctets] = expectTag(signature, TAG.bitString).content
  if (unusedBits !== 0) throw new DerError('a signature that is no whole number of octets')
  return {
    issuerDer: expectTag(issuer, TAG.sequence).encoded,
    thisUpdate: readTime(thisUpdate),
    nextUpdate: readTime(nextUpdate),
    serialNumbers: new Set(
      (entries ? derChildren(entries) : []).map(({ encoded }) => revokedSerialNumber(encoded)),
    ),
    ...coverageOf(extensions),
    isSignedBy: (key) =>
      hash !== undefined && verify(hash, tbs!.encoded, key, Uint8Array.from(signatureOctets)),
  }
}

function revokedSerialNumber(entry: Uint8Array): string {
  const [serialNumber, , extensions] = derChildren(readWholeDer(entry, TAG.sequence))
  const critical = extensions && [...readExtensions(extensions)].find(([, { isCritical }]) => isCritical)
  if (critical) throw new DerError(`an entry with the critical extension ${critical[0]}`)
  return readUnsignedHex(expectTag(serialNumber, TAG.integer))
}

function coverageOf(extensions: ReturnType<typeof readExtensions>): Pick<RevocationList, 'scope' | 'part'> {
  for (const [oid, { isCritical }] of extensions) {
    if (isCritical && oid !== ISSUING_DISTRIBUTION_POINT) throw new DerError(`the critical extension ${oid}`)
  }
  const point = extensions.get(ISSUING_DISTRIBUTION_POINT)
  if (!point) return { scope: 'all', part: undefined }
  const fields = derChildren(expectTag(readDer(point.value), TAG.sequence))
  const has = (number: number): boolean => fields.some(({ tag }) => tag === contextTag(number, false))
  // RFC 5280 5.2.5: [1] user certificates, [2] CA certificates, [3] some reasons, [4] indirect, [5] attribute certificates.
  if (has(3) || has(4) || has(5)) throw new DerError('a list that is partial or speaks for others')
  const name = fields.find(({ tag }) => tag === contextTag(0, true))
  return {
    scope: has(1) ? 'end-entities' : has(2) ? 'authorities' : 'all',
    part: name ? distributionPointNames(name) : undefined,
  }
}
