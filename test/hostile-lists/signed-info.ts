import { createPublicKey } from 'node:crypto'
import { digest, digestUris, EXC_C14N, type Profile } from '../support/recipe.ts'
import { element, type XmlNode } from '../support/xml-tree.ts'
import { append, appendTo, bent, ds, reattribute, refill, remove, retext, without } from './bend.ts'
import type { HostileCase } from './case.ts'
import { sign } from './kit.ts'

/** A Reference that the profiles do not have. */
const reference = (profile: Profile, uri: string): XmlNode =>
  element(ds(profile, 'Reference'), { URI: uri }, [
    element(ds(profile, 'Transforms'), {}, [element(ds(profile, 'Transform'), { Algorithm: EXC_C14N })]),
    element(ds(profile, 'DigestMethod'), { Algorithm: digestUris.sha256 }),
    element(ds(profile, 'DigestValue'), {}, [digest('sha256', '')]),
  ])
/** Keeps the children of SignedInfo at these places: 0 and 1 are the methods, 2 the document, 3 the properties. */
const keep =
  (...places: number[]) =>
  (info: XmlNode): XmlNode => ({ ...info, children: places.map((at) => info.children[at] ?? '') })
const isDocument = (attributes: Readonly<Record<string, string>>) => attributes['URI'] === ''

/** What is signed: exactly two References, in order, to the list and to the properties. */
const referenceCases: readonly HostileCase[] = [
  bent({
    name: 'third-reference',
    danger: 'A third Reference can point to a file or an address: the verifier is made to fetch it.',
    info: (node, profile) => append(node, reference(profile, 'http://127.0.0.1:9/evil.xml')),
  }),
  bent({
    name: 'reference-to-external-document',
    danger: 'The first Reference digests a document elsewhere instead of the list: any list passes.',
    info: (node, profile) =>
      reattribute(node, ds(profile, 'Reference'), (attributes) =>
        isDocument(attributes) ? { ...attributes, URI: 'http://127.0.0.1:9/list.xml' } : attributes,
      ),
  }),
  bent({
    name: 'reference-by-xpointer',
    danger: '#xpointer(…) picks the part of the document that is digested.',
    info: (node, profile) =>
      reattribute(node, ds(profile, 'Reference'), (attributes) =>
        isDocument(attributes) ? { ...attributes, URI: '#xpointer(/)' } : attributes,
      ),
  }),
  bent({
    name: 'reference-without-uri',
    danger: 'Without URI the application decides what is digested.',
    xmlsec1: 'accepts',
    info: (node, profile) =>
      reattribute(node, ds(profile, 'Reference'), (attributes) =>
        isDocument(attributes) ? without(attributes, 'URI') : attributes,
      ),
  }),
  bent({
    name: 'references-swapped',
    danger: 'A reader by position takes the digest of the properties for that of the list.',
    xmlsec1: 'accepts',
    info: keep(0, 1, 3, 2),
  }),
  bent({
    name: 'document-not-referenced',
    danger: 'Only the properties are signed: the entries can be anything.',
    xmlsec1: 'accepts',
    info: keep(0, 1, 3),
  }),
  bent({
    name: 'properties-not-referenced',
    danger: 'The signing time and the certificate are then unsigned and can be changed at will.',
    xmlsec1: 'accepts',
    info: keep(0, 1, 2),
  }),
  bent({
    name: 'properties-referenced-twice',
    danger: 'Two References, as there should be, and none to the list.',
    xmlsec1: 'accepts',
    info: keep(0, 1, 3, 3),
  }),
  bent({
    name: 'type-missing',
    danger: 'Without its Type nothing says that the second Reference covers the properties.',
    xmlsec1: 'accepts',
    info: (node, profile) =>
      reattribute(node, ds(profile, 'Reference'), (attributes) => without(attributes, 'Type')),
  }),
  bent({
    name: 'transform-added',
    danger: 'XSLT before the digest turns the list into what the attacker had signed.',
    info: (node, profile) =>
      appendTo(
        node,
        ds(profile, 'Transforms'),
        element(ds(profile, 'Transform'), { Algorithm: 'http://www.w3.org/TR/1999/REC-xslt-19991116' }),
      ),
  }),
  bent({
    name: 'inclusive-namespaces',
    danger: 'A PrefixList changes which namespaces are signed: the canonical form is another.',
    xmlsec1: 'accepts',
    info: (node, profile) =>
      appendTo(
        node,
        ds(profile, 'CanonicalizationMethod'),
        element('ec:InclusiveNamespaces', { 'xmlns:ec': EXC_C14N, PrefixList: 'x' }),
      ),
  }),
  bent({
    name: 'hmac-output-length',
    danger: 'An HMACOutputLength of zero once made every signature valid (CVE-2009-0217).',
    xmlsec1: 'accepts',
    info: (node, profile) =>
      appendTo(node, ds(profile, 'SignatureMethod'), element(ds(profile, 'HMACOutputLength'), {}, ['0'])),
  }),
]

/** Values that more than one spelling stands for. */
const valueCases: readonly HostileCase[] = [
  bent({
    name: 'digest-not-base64',
    danger: 'Lenient decoders skip what is not base64, so endless spellings are one value.',
    info: (node, profile) =>
      retext(node, ds(profile, 'DigestValue'), (text) => `${text.slice(0, 5)}*!${text.slice(5)}`),
  }),
  bent({
    name: 'digest-with-stray-bits',
    danger: 'The last character has spare bits: four spellings of one digest defeat comparison as text.',
    xmlsec1: 'accepts',
    info: (node, profile) =>
      retext(node, ds(profile, 'DigestValue'), (text) =>
        text.replace(/(.)=$/, (_, last: string) => `${neighbour(last)}=`),
      ),
  }),
  bent({
    name: 'digest-url-safe',
    danger: 'base64url is another alphabet: decoders that take both have two spellings for one value.',
    info: (node, profile) =>
      retext(node, ds(profile, 'DigestValue'), (text) => Buffer.from(text, 'base64').toString('base64url')),
  }),
  bent({
    name: 'signature-value-empty',
    danger: 'Nothing is signed; libraries have taken an empty value for a missing check.',
    signature: (node, profile) => refill(node, ds(profile, 'SignatureValue'), []),
  }),
  bent({
    name: 'unknown-attribute',
    danger: 'Attributes outside the grammar are not looked at by us, and may be by others.',
    xmlsec1: 'accepts',
    signature: (node, profile) =>
      reattribute(node, ds(profile, 'SignatureValue'), (attributes) => ({ ...attributes, Encoding: 'hex' })),
  }),
]

/** KeyInfo: certificates, signer first, and nothing else. */
const keyInfoCases: readonly HostileCase[] = [
  {
    name: 'bare-key',
    code: 'signature-grammar',
    danger:
      'KeyInfo holds the attacker’s own RSA key and no certificate: tools that are not told otherwise verify with it.',
    xmlsec1: 'refuses',
    build(kit, profile) {
      const { signer } = kit.impostor
      const jwk = createPublicKey(signer.privateKeyPem).export({ format: 'jwk' })
      const number = (name: string, value = '') =>
        element(ds(profile, name), {}, [Buffer.from(value, 'base64url').toString('base64')])
      const key = element(ds(profile, 'RSAKeyValue'), {}, [
        number('Modulus', jwk.n),
        number('Exponent', jwk.e),
      ])
      return sign(kit, profile, {
        signer,
        editSignature: (node) =>
          refill(node, ds(profile, 'KeyInfo'), [element(ds(profile, 'KeyValue'), {}, [key])]),
      })
    },
  },
  bent({
    name: 'key-beside-the-certificate',
    danger: 'The key verifies, the certificate is checked, and they are not the same.',
    xmlsec1: 'accepts',
    signature: (node, profile) =>
      appendTo(node, ds(profile, 'KeyInfo'), element(ds(profile, 'KeyName'), {}, ['Liste Blanche DRIM-M'])),
  }),
  bent({
    name: 'retrieval-method',
    danger: 'The key is fetched from an address in the file.',
    xmlsec1: 'accepts',
    signature: (node, profile) =>
      appendTo(
        node,
        ds(profile, 'KeyInfo'),
        element(ds(profile, 'RetrievalMethod'), { URI: 'http://127.0.0.1:9/key' }),
      ),
  }),
  bent({
    name: 'key-info-missing',
    danger: 'Without a certificate the verifier would have to guess whose key it is.',
    signature: (node, profile) => remove(node, ds(profile, 'KeyInfo')),
  }),
  bent({
    name: 'key-info-empty',
    danger: 'X509Data without certificate.',
    signature: (node, profile) => refill(node, ds(profile, 'X509Data'), []),
  }),
  bent({
    name: 'crl-in-key-info',
    danger: 'A revocation list that the signer brings along himself.',
    signature: (node, profile, kit) =>
      appendTo(
        node,
        ds(profile, 'X509Data'),
        element(ds(profile, 'X509CRL'), {}, [Buffer.from(kit.crls.lists).toString('base64')]),
      ),
  }),
]

/** SignedProperties: the time and the certificate, both digested; nothing that asks for more checks than there are. */
const propertyCases: readonly HostileCase[] = [
  bent({
    name: 'signing-time-missing',
    danger: 'Without SigningTime nothing orders two lists, and an old one can be replayed.',
    xmlsec1: 'accepts',
    properties: (node) => remove(node, 'xades:SigningTime'),
  }),
  bent({
    name: 'signing-time-twice',
    danger: 'One reader takes the first time, the other the last.',
    xmlsec1: 'accepts',
    properties: (node) => ({
      ...node,
      children: node.children.map((child) =>
        typeof child === 'string' || child.name !== 'xades:SignedSignatureProperties'
          ? child
          : {
              ...child,
              children: [element('xades:SigningTime', {}, ['2030-01-01T00:00:00Z']), ...child.children],
            },
      ),
    }),
  }),
  bent({
    name: 'signing-time-without-zone',
    danger: 'Local time of whom? Fourteen hours of freedom for a replay.',
    xmlsec1: 'accepts',
    properties: (node) => refill(node, 'xades:SigningTime', ['2026-11-20T09:00:00']),
  }),
  bent({
    name: 'signing-time-impossible',
    danger:
      '31 November is 1 December for a lenient reader: an order of two lists that readers do not share.',
    xmlsec1: 'accepts',
    properties: (node) => refill(node, 'xades:SigningTime', ['2026-11-31T09:00:00Z']),
  }),
  bent({
    name: 'signing-certificate-missing',
    danger: 'Without it the certificate in KeyInfo can be exchanged for another of the same key.',
    xmlsec1: 'accepts',
    properties: (node) => remove(remove(node, 'xades:SigningCertificateV2'), 'xades:SigningCertificate'),
  }),
  bent({
    name: 'signing-certificate-twice',
    danger: 'Two certificate references: the check passes on one, the signature was made by the other.',
    xmlsec1: 'accepts',
    properties: (node, profile) => {
      const name = profile === 'B' ? 'xades:SigningCertificateV2' : 'xades:SigningCertificate'
      const [cert] = node.children
        .flatMap((child) => (typeof child === 'string' ? [] : child.children))
        .flatMap((child) => (typeof child !== 'string' && child.name === name ? child.children : []))
      return cert === undefined ? node : refill(node, name, [cert, cert])
    },
  }),
  bent({
    name: 'signature-policy',
    danger: 'A policy may say "valid only with a second signature"; whoever skips it says yes too early.',
    xmlsec1: 'accepts',
    properties: (node) =>
      appendTo(
        node,
        'xades:SignedSignatureProperties',
        element('xades:SignaturePolicyIdentifier', {}, [element('xades:SignaturePolicyImplied')]),
      ),
  }),
]

export const signedInfoCases: readonly HostileCase[] = [
  ...referenceCases,
  ...valueCases,
  ...keyInfoCases,
  ...propertyCases,
]

/** The base64 character that differs in its lowest bit alone, which the padding leaves unused. */
function neighbour(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return alphabet[alphabet.indexOf(character) ^ 1] ?? character
}
