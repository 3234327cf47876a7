import { unknownCriticalExtension, weaknessOf, type Certificate } from './certificate.ts'
import { isIssuedBy, type Authority, type Trust } from './load-trust.ts'

/**
 * The pinned authorities above a certificate, issuer first and root last, or why there is no such path at that time
 * (Format 8.2). What the file or the peer brought along is never asked: only what is pinned can vouch.
 */
export function pathOf(
  certificate: Certificate,
  { authorities }: Trust,
  at: Date,
): readonly Authority[] | string {
  const weakness = weaknessOf(certificate)
  if (weakness !== undefined) return weakness
  const unknown = unknownCriticalExtension(certificate)
  if (unknown !== undefined) return `the critical extension ${unknown}`
  const issuer = authorities.find((authority) => isIssuedBy(certificate, authority.certificate))
  if (!issuer) return 'no pinned authority issued it'
  const path = [issuer, ...issuer.above]
  const outside = path.find(({ certificate: { fields } }) => at < fields.notBefore || at > fields.notAfter)
  return outside ? `${outside.certificate.subjectText} is outside its validity` : path
}
