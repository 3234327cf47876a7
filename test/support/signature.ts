import { createPrivateKey, sign } from 'node:crypto'
import { ROOT_END } from './list-content.ts'
import {
  digest,
  digestUris,
  DS,
  ENVELOPED,
  EXC_C14N,
  FILTER2,
  signatureUris,
  XML_DECLARATION,
  type Hash,
  type Profile,
  type Recipe,
} from './recipe.ts'
import { objectA, objectB } from './signed-properties.ts'
import { canonical, element, written, type XmlNode } from './xml-tree.ts'

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
