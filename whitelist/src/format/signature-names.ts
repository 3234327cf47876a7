import type { XmlElement } from './xml.ts'
import { localName, prefixOf } from './xml.ts'

/** Names and identifiers of XML-DSig, XAdES and the algorithms that a list uses (Format 5.2). */
export const DS = 'http://www.w3.org/2000/09/xmldsig#'
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
export const FILTER2 = 'http://www.w3.org/2002/06/xmldsig-filter2'
export const SIGNED_PROPERTIES_TYPE = 'http://uri.etsi.org/01903#SignedProperties'
export const PROOF_OF_APPROVAL = 'http://uri.etsi.org/01903/v1.2.2#ProofOfApproval'

export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
export const SHA512 = 'http://www.w3.org/2001/04/xmlenc#sha512'
export const SUBTRACT_SIGNATURES = '/descendant::ds:Signature'

/** A block with three certificates is 10.7 kB long; IGC-Santé could send a longer chain, never a hundred times longer. */
export const SIGNATURE_BYTES_MAX = 256 * 1024

export function isSignature({ name, scope }: XmlElement): boolean {
  return localName(name) === 'Signature' && scope.get(prefixOf(name)) === DS
}
