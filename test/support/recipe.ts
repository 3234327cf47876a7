import { createHash } from 'node:crypto'
import type { XmlNode } from './xml-tree.ts'

export type Profile = 'A' | 'B'
export const profiles = ['A', 'B'] as const

export const DS = 'http://www.w3.org/2000/09/xmldsig#'
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const FILTER2 = 'http://www.w3.org/2002/06/xmldsig-filter2'
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'

export type Hash = 'md5' | 'sha1' | 'sha256' | 'sha512'
export const digestUris: Readonly<Record<Hash, string>> = {
  md5: 'http://www.w3.org/2001/04/xmldsig-more#md5',
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
}
export const signatureUris: Readonly<Record<Hash, string>> = {
  md5: 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
  sha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  sha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  sha512: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
}

export interface SigningMaterial {
  /** DER */
  readonly certificate: Uint8Array
  /** PKCS#8 */
  readonly privateKeyPem: string
}

/**
 * What to sign and how. Everything before the signature value may be bent and is then signed all the same: a hostile
 * list that only fails its cryptography proves nothing about the check it is meant for.
 */
export interface Recipe {
  readonly profile: Profile
  /** Canonical form of the document without Signature: what is digested. */
  readonly canonicalDocument: string
  /** What stands in the file, where that differs. The Signature goes before the last `rootEnd` of it. */
  readonly writtenDocument?: string
  /** Default `</ListeBlancheDRIM-M>`. */
  readonly rootEnd?: string
  readonly signer: SigningMaterial
  /** DER of what KeyInfo holds after the signer's certificate (profile B of 2026: issuing CA and root). */
  readonly chain?: readonly Uint8Array[]
  /** As written into SigningTime. */
  readonly signingTime: string
  /** 32 hex digits (B) or digits (A). */
  readonly id?: string
  readonly documentHash?: Hash
  readonly propertiesHash?: Hash
  readonly certificateHash?: Hash
  readonly signatureHash?: Hash
  /** Certificate whose digest and serial go into SigningCertificate; default the signer's. */
  readonly signingCertificate?: Uint8Array
  readonly documentTransforms?: readonly XmlNode[]
  /** Changes that are digested and signed. */
  readonly editProperties?: (signedProperties: XmlNode) => XmlNode
  /** Changes to SignedInfo that are signed. */
  readonly editSignedInfo?: (signedInfo: XmlNode) => XmlNode
  /** Changes to the finished Signature that no digest sees. */
  readonly editSignature?: (signature: XmlNode) => XmlNode
  /** XML declaration; default as in real files: B has one, A none. */
  readonly declaration?: string
}

export function digest(hash: Hash, data: string | Uint8Array): string {
  return createHash(hash).update(data).digest('base64')
}
