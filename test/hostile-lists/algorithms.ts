import { FILTER2, type Hash } from '../support/recipe.ts'
import { edit, type XmlNode } from '../support/xml-tree.ts'
import { ds, reattribute, retext } from './bend.ts'
import type { HostileCase } from './case.ts'
import { sign } from './kit.ts'

/** Replaces one algorithm identifier in SignedInfo, which is then signed. */
const withAlgorithm = (name: string, uri: string, at?: number) => (info: XmlNode) => {
  let seen = 0
  return edit(info, name, (found) => {
    const isMeant = at === undefined || seen === at
    seen += 1
    return [isMeant ? { ...found, attributes: { ...found.attributes, Algorithm: uri } } : found]
  })
}

const weakDigest = (
  hash: Hash,
  where: 'documentHash' | 'propertiesHash' | 'certificateHash',
  danger: string,
): HostileCase => ({
  name: `${where.replace('Hash', '')}-digest-${hash}`,
  code: 'algorithm-not-allowed',
  danger,
  build: (kit, profile) => sign(kit, profile, { [where]: hash }),
})

/** Weaker or other algorithms than the two profiles use: a verifier that follows the file can be led anywhere. */
export const algorithmCases: readonly HostileCase[] = [
  weakDigest(
    'sha1',
    'documentHash',
    'Two lists with one SHA-1 can be made on purpose since 2017: sign the harmless one, serve the other.',
  ),
  weakDigest('md5', 'documentHash', 'A collision of MD5 takes seconds.'),
  weakDigest(
    'sha512',
    'documentHash',
    'Strong, but outside the closed list: what no real list uses is not taken.',
  ),
  weakDigest('sha1', 'propertiesHash', 'The signing time and the certificate hang on this digest.'),
  weakDigest('sha1', 'certificateHash', 'A second certificate with one SHA-1 could stand for the signer’s.'),
  weakDigest('md5', 'certificateHash', 'Certificates with one MD5 were made in 2008.'),
  {
    name: 'signature-rsa-sha1',
    code: 'algorithm-not-allowed',
    danger: 'The signature itself over SHA-1: a collision signs another list.',
    build: (kit, profile) => sign(kit, profile, { signatureHash: 'sha1' }),
  },
  {
    name: 'signature-rsa-md5',
    code: 'algorithm-not-allowed',
    danger: 'The signature itself over MD5.',
    build: (kit, profile) => sign(kit, profile, { signatureHash: 'md5' }),
  },
  {
    name: 'signature-rsa-sha512',
    code: 'algorithm-not-allowed',
    danger: 'Strong, but outside the closed list.',
    xmlsec1: 'accepts',
    build: (kit, profile) => sign(kit, profile, { signatureHash: 'sha512' }),
  },
  {
    name: 'signature-hmac-with-the-public-key',
    code: 'algorithm-not-allowed',
    danger:
      'HMAC keyed with the public certificate: a verifier that takes the algorithm from the file calls it valid.',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignedInfo: withAlgorithm(
          ds(profile, 'SignatureMethod'),
          'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
        ),
      }),
  },
  {
    name: 'signature-none',
    code: 'algorithm-not-allowed',
    danger: 'An algorithm called "none", which a table of algorithms may well hold.',
    build: (kit, profile) =>
      sign(kit, profile, { editSignedInfo: withAlgorithm(ds(profile, 'SignatureMethod'), 'none') }),
  },
  {
    name: 'signature-pss',
    code: 'algorithm-not-allowed',
    danger: 'RSA-PSS brings parameters of its own, among them the digest.',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignedInfo: withAlgorithm(
          ds(profile, 'SignatureMethod'),
          'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
        ),
      }),
  },
  {
    name: 'c14n-inclusive',
    code: 'algorithm-not-allowed',
    danger:
      'Inclusive canonical form takes in namespaces from around: moved elsewhere, the signature means another text.',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignedInfo: withAlgorithm(
          ds(profile, 'CanonicalizationMethod'),
          'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
        ),
      }),
  },
  {
    name: 'c14n-with-comments',
    code: 'algorithm-not-allowed',
    danger: 'Comments in the signed text: what one tool drops the other keeps.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignedInfo: withAlgorithm(
          ds(profile, 'CanonicalizationMethod'),
          'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
        ),
      }),
  },
  {
    name: 'document-transform-xpath',
    code: 'algorithm-not-allowed',
    danger: 'An XPath transform of the attacker’s choice decides what is signed.',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignedInfo: withAlgorithm(
          ds(profile, 'Transform'),
          'http://www.w3.org/TR/1999/REC-xpath-19991116',
          1,
        ),
      }),
  },
  {
    name: 'properties-transform-base64',
    code: 'algorithm-not-allowed',
    danger: 'Decoded as base64, the properties are no longer what is read.',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignedInfo: withAlgorithm(
          ds(profile, 'Transform'),
          'http://www.w3.org/2000/09/xmldsig#base64',
          2,
        ),
      }),
  },
  {
    name: 'profile-refused-by-configuration',
    code: 'profile-not-accepted',
    xmlsec1: 'accepts',
    danger: 'Who takes one profile only must not be made to run the code of the other.',
    build: (kit, profile) => sign(kit, profile),
    circumstances: (_, profile) => ({ profiles: profile === 'A' ? ['B'] : ['A'] }),
  },
  {
    name: 'transforms-of-the-other-profile',
    code: 'algorithm-not-allowed',
    danger:
      'A mixture of both profiles is neither: what was never written by anybody is an experiment on the verifier.',
    profiles: ['A'],
    build: (kit, profile) => sign(kit, profile, { editSignedInfo: withAlgorithm('Transform', FILTER2, 0) }),
  },
  {
    name: 'filter-hides-the-entries',
    code: 'algorithm-not-allowed',
    danger: 'The filter decides what is not signed: this one takes every entry out of the digest.',
    profiles: ['B'],
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignedInfo: (info) =>
          retext(info, 'dsig-filter2:XPath', () => '/descendant::ds:Signature | //*[local-name()="Domaine"]'),
      }),
  },
  {
    name: 'filter-intersects',
    code: 'algorithm-not-allowed',
    danger: 'intersect instead of subtract digests the Signature alone.',
    profiles: ['B'],
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignedInfo: (info) => reattribute(info, 'dsig-filter2:XPath', () => ({ Filter: 'intersect' })),
      }),
  },
]
