import { constants, createPrivateKey, privateEncrypt, sign as signBytes } from 'node:crypto'
import { entryText, listText, testEntry } from '../support/list-content.ts'
import { DS } from '../support/recipe.ts'
import { canonical, edit, type XmlNode } from '../support/xml-tree.ts'
import type { HostileCase } from './case.ts'
import { honestContent, replaced, sign, tamper, type Kit } from './kit.ts'

/** Gives the SignatureValue that stands for a finished Signature, from its own SignedInfo. */
const withValue = (node: XmlNode, make: (signedInfo: Buffer) => Buffer | string): XmlNode => {
  const prefix = node.name.startsWith('ds:') ? 'ds:' : ''
  const info = node.children[0] as XmlNode
  const value = make(Buffer.from(canonical(info, prefix === '' ? { '': DS } : { ds: DS })))
  return edit(node, `${prefix}SignatureValue`, (found) => [
    { ...found, children: [Buffer.isBuffer(value) ? value.toString('base64') : value] },
  ])
}

const rsa = (kit: Kit) => createPrivateKey(kit.signer.privateKeyPem)

/** Digests and signature values that do not fit. */
export const digestCases: readonly HostileCase[] = [
  {
    name: 'one-letter-changed',
    code: 'document-digest',
    danger: 'The simplest attack: another host in the place of a listed one.',
    xmlsec1: 'refuses',
    build: (kit, profile) => tamper(sign(kit, profile), /db2\.test/g, 'db3.test'),
  },
  {
    name: 'entry-added',
    code: 'document-digest',
    danger: 'A box that nobody approved.',
    xmlsec1: 'refuses',
    build: (kit, profile) =>
      tamper(sign(kit, profile), '</ListeDomaines>', `${entryText(testEntry(666))}</ListeDomaines>`),
  },
  {
    name: 'entry-removed',
    code: 'document-digest',
    danger: 'Absence is the only exclusion the list knows: taking a line out cuts a hospital off.',
    xmlsec1: 'refuses',
    build: (kit, profile) => tamper(sign(kit, profile), /<Domaine>.*?<\/Domaine>/s, ''),
  },
  {
    name: 'entries-swapped',
    code: 'document-digest',
    danger: 'Even the order is signed.',
    xmlsec1: 'refuses',
    build(kit, profile) {
      const [one = '', two = ''] =
        sign(kit, profile)
          .toString()
          .match(/<Domaine>.*?<\/Domaine>/gs) ?? []
      return tamper(tamper(tamper(sign(kit, profile), one, '@'), two, one), '@', two)
    },
  },
  {
    name: 'white-space-changed',
    code: 'document-digest',
    danger: 'White space is signed: who forgives it computes another canonical form than everybody else.',
    xmlsec1: 'refuses',
    build: (kit, profile) => tamper(sign(kit, profile), '<ListeDomaines>\n', '<ListeDomaines>\n\n'),
  },
  {
    name: 'accent-decomposed',
    code: 'document-digest',
    danger: 'é in two characters looks the same and is another text: a verifier that normalises signs both.',
    xmlsec1: 'refuses',
    build: (kit, profile) => tamper(sign(kit, profile), /é/, 'e\u0301'),
  },
  {
    name: 'signing-time-moved',
    code: 'properties-digest',
    danger: 'Moved forward, an old list outdates all newer ones.',
    xmlsec1: 'refuses',
    build: (kit, profile) =>
      tamper(sign(kit, profile), '2026-11-20T09:00:00Z</xades', '2026-11-24T09:00:00Z</xades'),
  },
  {
    name: 'properties-of-another-list',
    code: 'properties-digest',
    danger: 'Two sound lists, recombined.',
    xmlsec1: 'refuses',
    build(kit, profile) {
      const other = sign(kit, profile, { signingTime: '2026-11-23T09:00:00Z' }).toString()
      const [properties = ''] = /<xades:SignedProperties.*<\/xades:SignedProperties>/s.exec(other) ?? []
      return tamper(sign(kit, profile), /<xades:SignedProperties.*<\/xades:SignedProperties>/s, properties)
    },
  },
  {
    name: 'second-implementation-disagrees',
    code: 'digest-paths-disagree',
    xmlsec1: 'accepts',
    danger: 'Where two canonicalisers see two texts, one of them reads what was not signed.',
    build: (kit, profile) => sign(kit, profile),
    circumstances: () => ({ secondDigest: '0'.repeat(64) }),
  },
  {
    name: 'digest-replaced-to-fit',
    code: 'signature-value',
    danger: 'The attacker changes an entry and mends the digest: only the RSA signature remains to notice.',
    xmlsec1: 'refuses',
    build(kit, profile) {
      const changed = replaced(listText(honestContent), /db2\.test/g, 'db3.test')
      const honest = sign(kit, profile).toString()
      const forged = sign(kit, profile, { canonicalDocument: changed }).toString()
      const [value = ''] = /SignatureValue[^<]*<\/(ds:)?SignatureValue>/.exec(honest) ?? []
      return Buffer.from(replaced(forged, /SignatureValue[^<]*<\/(ds:)?SignatureValue>/, value))
    },
  },
  {
    name: 'signed-by-a-rogue-key',
    code: 'signature-value',
    danger: 'The real certificate is shown, the signature is of another key.',
    xmlsec1: 'refuses',
    build: (kit, profile) =>
      sign(kit, profile, {
        signer: { certificate: kit.signer.certificate, privateKeyPem: kit.impostor.signer.privateKeyPem },
      }),
  },
  {
    name: 'signature-value-cut',
    code: 'signature-value',
    danger: 'A value shorter than the modulus must be an answer, not a crash.',
    xmlsec1: 'refuses',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignature: (node) => withValue(node, (info) => signBytes('sha256', info, rsa(kit)).subarray(1)),
      }),
  },
  {
    name: 'signature-value-one',
    code: 'signature-value',
    danger: 'The value 1 is its own RSA signature under any key, for who does not check the padding.',
    xmlsec1: 'refuses',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignature: (node) => withValue(node, () => Buffer.concat([Buffer.alloc(255), Buffer.from([1])])),
      }),
  },
  {
    name: 'padding-of-pss',
    code: 'signature-value',
    danger: 'The right key with another padding: who tries several takes more than was meant.',
    xmlsec1: 'refuses',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignature: (node) =>
          withValue(node, (info) =>
            signBytes('sha256', info, { key: rsa(kit), padding: constants.RSA_PKCS1_PSS_PADDING }),
          ),
      }),
  },
  {
    name: 'digest-info-of-sha1',
    code: 'signature-value',
    danger: 'Says rsa-sha256 and holds a SHA-1: a verifier that believes the padding is downgraded.',
    xmlsec1: 'refuses',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignature: (node) => withValue(node, (info) => signBytes('sha1', info, rsa(kit))),
      }),
  },
  {
    name: 'digest-without-digest-info',
    code: 'signature-value',
    danger:
      'The bare hash in the padding: lenient parsers of PKCS#1 can be fooled into forgeries (Bleichenbacher 2006).',
    xmlsec1: 'refuses',
    build: (kit, profile) =>
      sign(kit, profile, {
        editSignature: (node) => withValue(node, (info) => privateEncrypt(rsa(kit), info.subarray(0, 32))),
      }),
  },
]
