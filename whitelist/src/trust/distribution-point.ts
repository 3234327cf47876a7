import { contextTag, derChildren, expectTag, readWholeDer, TAG, type DerValue } from '../format/der.ts'

/**
 * GeneralNames of a DistributionPointName (RFC 5280 4.2.1.13, 5.2.5), each as the hex of its DER. A name relative to the
 * issuer's gives none, so that a list of such a part covers no certificate. Throws DerError.
 */
export function distributionPointNames(name: DerValue): string[] {
  const fullName = derChildren(name).find(({ tag }) => tag === contextTag(0, true))
  return fullName ? derChildren(fullName).map(({ encoded }) => Buffer.from(encoded).toString('hex')) : []
}

/** Names under which a certificate's extension CRLDistributionPoints says that it can be found revoked. Throws DerError. */
export function certificateDistributionPoints(extension: Uint8Array): string[] {
  return derChildren(readWholeDer(extension, TAG.sequence)).flatMap((point) => {
    const name = derChildren(expectTag(point, TAG.sequence)).find(({ tag }) => tag === contextTag(0, true))
    return name ? distributionPointNames(name) : []
  })
}
