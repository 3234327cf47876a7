import {
  attributeOf,
  equalDistinguishedNames,
  parseDistinguishedName,
  type DistinguishedName,
} from '@trust-space/whitelist/format'
import { certificateRefusals } from './certificate.refusals.ts'

/** Reads a DN as it will stand on the list. Throws `certificate-dn-unreadable`. */
export function readDn(text: string): DistinguishedName {
  try {
    return parseDistinguishedName(text)
  } catch {
    throw certificateRefusals('certificate-dn-unreadable')
  }
}

/** D-3: the CN is the `db` host name. Every verifier checks it again, so a line without it refuses the whole list. */
export function assertNamesHost(dn: DistinguishedName, wadoHost: string): void {
  if (attributeOf(dn, 'CN')?.toLowerCase() !== wadoHost.toLowerCase())
    throw certificateRefusals('certificate-cn-not-db', { host: wadoHost })
}

/** A certificate and a DN that were both given must say the same, RDN by RDN. Throws `certificate-dn-differs`. */
export function assertSameDn(given: DistinguishedName, ofCertificate: DistinguishedName): void {
  if (!equalDistinguishedNames(given, ofCertificate)) throw certificateRefusals('certificate-dn-differs')
}
