import { createHash, createPrivateKey, sign } from 'node:crypto'
import { ROOT_END } from './list-content.ts'
import { objectA, objectB } from './signed-properties.ts'
import { canonical, element, written, type XmlNode } from './xml-tree.ts'

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

/** Builds the signed file as text. */
export function signedText(recipe: Recipe): string {
  const document = recipe.writtenDocument ?? recipe.canonicalDocument
  const at = document.lastIndexOf(recipe.rootEnd ?? ROOT_END)
  if (at < 0) throw new Error('the document has no end tag to put the Signature before')
  const declaration = recipe.declaration ?? (recipe.profile === 'B' ? XML_DECLARATION : '')
  return declaration + document.slice(0, at) + written(signatureOf(recipe)) + document.slice(at)
}

/** The Signature element as a tree. */
export function signatureOf(recipe: Recipe): XmlNode {
  const { profile, documentHash = 'sha256', propertiesHash = 'sha256', signatureHash = 'sha256' } = recipe
  const stem = recipe.id ?? (profile === 'B' ? '00112233445566778899aabbccddeeff' : '1795600000123')
  const id = profile === 'B' ? `id-${stem}` : `Signature-${stem}`
  const ds = (name: string) => (profile === 'B' ? `ds:${name}` : name)
  const scope: Record<string, string> = profile === 'B' ? { ds: DS } : { '': DS }
  const signatureScope: Record<string, string> = profile === 'B' ? { 'xmlns:ds': DS } : { xmlns: DS }

  const object = (profile === 'B' ? objectB : objectA)({ recipe, id, ds })
  const properties = object.children[0] as XmlNode
  const edited =
    recipe.editProperties?.(properties.children[0] as XmlNode) ?? (properties.children[0] as XmlNode)
  const propertiesDigest = digest(propertiesHash, canonical(edited, { ...scope, ...properties.declares }))
  const documentDigest = digest(documentHash, recipe.canonicalDocument)

  const algorithm = (name: string, uri: string) => element(ds(name), { Algorithm: uri })
  const reference = (
    attributes: Record<string, string>,
    transforms: readonly XmlNode[],
    hash: Hash,
    value: string,
  ) =>
    element(ds('Reference'), attributes, [
      element(ds('Transforms'), {}, transforms),
      algorithm('DigestMethod', digestUris[hash]),
      element(ds('DigestValue'), {}, [value]),
    ])
  const plainInfo = element(ds('SignedInfo'), {}, [
    algorithm('CanonicalizationMethod', EXC_C14N),
    algorithm('SignatureMethod', signatureUris[signatureHash]),
    reference(
      profile === 'B' ? { Id: `r-${id}-1`, URI: '' } : { URI: '' },
      recipe.documentTransforms ?? documentTransforms(profile),
      documentHash,
      documentDigest,
    ),
    reference(
      profile === 'B'
        ? { Type: 'http://uri.etsi.org/01903#SignedProperties', URI: `#xades-${id}` }
        : { URI: '#SignedProperties', Type: 'http://uri.etsi.org/01903#SignedProperties' },
      [algorithm('Transform', EXC_C14N)],
      propertiesHash,
      propertiesDigest,
    ),
  ])
  const signedInfo = recipe.editSignedInfo?.(plainInfo) ?? plainInfo
  const key = createPrivateKey(recipe.signer.privateKeyPem)
  const value = sign(signatureHash, Buffer.from(canonical(signedInfo, scope)), key).toString('base64')
  const certificates = [recipe.signer.certificate, ...(recipe.chain ?? [])]
  const signature = element(
    ds('Signature'),
    profile === 'B' ? { ...signatureScope, Id: id } : { Id: id, ...signatureScope },
    [
      signedInfo,
      element(ds('SignatureValue'), profile === 'B' ? { Id: `value-${id}` } : {}, [value]),
      element(ds('KeyInfo'), {}, [
        element(
          ds('X509Data'),
          {},
          certificates.map((der) =>
            element(ds('X509Certificate'), {}, [Buffer.from(der).toString('base64')]),
          ),
        ),
      ]),
      { ...object, children: [{ ...properties, children: [edited] }] },
    ],
  )
  return recipe.editSignature?.(signature) ?? signature
}

/** Transforms of the document Reference as the profile has them. */
export function documentTransforms(profile: Profile): XmlNode[] {
  if (profile === 'A') {
    return [element('Transform', { Algorithm: ENVELOPED }), element('Transform', { Algorithm: EXC_C14N })]
  }
  return [
    element('ds:Transform', { Algorithm: FILTER2 }, [
      element('dsig-filter2:XPath', { 'xmlns:dsig-filter2': FILTER2, Filter: 'subtract' }, [
        '/descendant::ds:Signature',
      ]),
    ]),
    element('ds:Transform', { Algorithm: EXC_C14N }),
  ]
}

export function digest(hash: Hash, data: string | Uint8Array): string {
  return createHash(hash).update(data).digest('base64')
}
