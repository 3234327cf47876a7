import { DS } from '../support/recipe.ts'
import { entryText, testEntry } from '../support/list-content.ts'
import { edit, element, type XmlNode } from '../support/xml-tree.ts'
import { append, appendTo, bent, ds, reattribute, refill } from './bend.ts'
import type { HostileCase } from './case.ts'
import { replaced, sign, tamper } from './kit.ts'

const NAMESPACE = 'https://github.com/ansforge/DRIM-M_DATA'
const rogueText = entryText(testEntry(666)).replace('<Domaine>', `<Domaine xmlns="${NAMESPACE}">`)
const rogueEntry = element('Domaine', { xmlns: NAMESPACE }, [
  element('db', {}, ['db666.test.mesimagesmedicales.fr']),
])
const inTheFuture = (node: XmlNode) => refill(node, 'xades:SigningTime', ['2030-01-01T00:00:00Z'])

/** The injections of domain 4.2 and their kin: what stands in or beside a Signature is not digested with the list. */
export const injectionCases: readonly HostileCase[] = [
  {
    name: 'second-signature-with-an-entry',
    code: 'signature-grammar',
    danger:
      'Profile B subtracts every ds:Signature before digesting: an entry inside a second one is unsigned, passes xmlsec1 and is found by //db.',
    profiles: ['B'],
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      tamper(
        sign(kit, profile),
        '</ListeBlancheDRIM-M>',
        `<ds:Signature xmlns:ds="${DS}">${rogueText}</ds:Signature></ListeBlancheDRIM-M>`,
      ),
  },
  {
    name: 'second-signature-in-front',
    code: 'signature-grammar',
    danger: 'The same before the real one: the verifier takes the last Signature, the reader takes all.',
    profiles: ['B'],
    build: (kit, profile) =>
      tamper(
        sign(kit, profile),
        '<ds:Signature ',
        `<ds:Signature xmlns:ds="${DS}">${rogueText}</ds:Signature><ds:Signature `,
      ),
  },
  {
    name: 'signed-twice',
    code: 'signature-grammar',
    danger: 'Two sound Signatures: which of the two signing times counts?',
    profiles: ['B'],
    xmlsec1: 'accepts',
    build(kit, profile) {
      const text = sign(kit, profile).toString()
      const [block = ''] = /<ds:Signature .*<\/ds:Signature>/s.exec(text) ?? []
      const second = block.replaceAll('00112233445566778899aabbccddeeff', 'ffeeddccbbaa99887766554433221100')
      return Buffer.from(replaced(text, '</ListeBlancheDRIM-M>', `${second}</ListeBlancheDRIM-M>`))
    },
  },
  bent({
    name: 'signature-in-the-signature',
    danger:
      'A Signature inside the Object: /descendant::ds:Signature subtracts it twice, a reader finds it once.',
    signature: (node, profile) =>
      append(node, element(ds(profile, 'Object'), {}, [element(ds(profile, 'Signature'), {}, [rogueEntry])])),
  }),
  bent({
    name: 'entry-in-an-object',
    danger: 'An Object is free content: an entry in it is subtracted from the digest and found by //db.',
    xmlsec1: 'accepts',
    signature: (node, profile) => append(node, element(ds(profile, 'Object'), {}, [rogueEntry])),
  }),
  bent({
    name: 'entry-beside-the-properties',
    danger: 'The Object of the properties takes an entry as well, beside what is signed.',
    xmlsec1: 'accepts',
    signature: (node, profile) => appendTo(node, ds(profile, 'Object'), rogueEntry),
  }),
  bent({
    name: 'entry-in-key-info',
    danger: 'KeyInfo is open to any content by its schema, and unsigned.',
    xmlsec1: 'accepts',
    signature: (node, profile) => appendTo(node, ds(profile, 'KeyInfo'), rogueEntry),
  }),
  bent({
    name: 'second-properties',
    danger: 'Two QualifyingProperties: the signed ones and the ones that are read.',
    signature: (node, profile) =>
      edit(node, ds(profile, 'Object'), (object) => [
        { ...object, children: [...inTheFuture(object).children, ...object.children] },
      ]),
  }),
  bent({
    name: 'properties-wrapped',
    danger:
      'The signed properties are moved behind, and others with another signing time stand in their place under another Id.',
    xmlsec1: 'accepts',
    signature: (node, profile) =>
      edit(node, ds(profile, 'Object'), (object) => [
        reattribute(inTheFuture(object), 'xades:SignedProperties', () => ({ Id: 'forged' })),
        object,
      ]),
  }),
  bent({
    name: 'unsigned-properties',
    danger:
      'Unsigned properties are anybody’s: a counter-signature there proves nothing to who does not check it.',
    xmlsec1: 'accepts',
    signature: (node) =>
      appendTo(
        node,
        'xades:QualifyingProperties',
        element('xades:UnsignedProperties', {}, [
          element('xades:UnsignedSignatureProperties', {}, [element('xades:CounterSignature')]),
        ]),
      ),
  }),
  bent({
    name: 'manifest',
    danger: 'A Manifest is digested, its own References by nobody.',
    xmlsec1: 'accepts',
    signature: (node, profile) =>
      append(node, element(ds(profile, 'Object'), {}, [element(ds(profile, 'Manifest'))])),
  }),
  bent({
    name: 'same-id-twice',
    danger: 'A Reference by Id resolves to the first bearer for one tool and to the last for another.',
    signature: (node, profile) =>
      profile === 'A'
        ? reattribute(
            { ...node, attributes: { Id: 'SignedProperties' } },
            'xades:QualifyingProperties',
            () => ({
              Target: '#SignedProperties',
            }),
          )
        : reattribute(node, 'ds:SignatureValue', () => ({ Id: `xades-${node.attributes['Id'] ?? ''}` })),
  }),
  bent({
    name: 'target-elsewhere',
    danger: 'The properties name another Signature as the one they qualify.',
    xmlsec1: 'accepts',
    signature: (node) => reattribute(node, 'xades:QualifyingProperties', () => ({ Target: '#id-other' })),
  }),
  {
    name: 'prefix-of-neither-profile',
    code: 'signature-grammar',
    danger:
      'The same XML under another prefix means the same, and no real list bears it: the less is taken, the less is to be checked.',
    profiles: ['B'],
    build: (kit, profile) =>
      Buffer.from(sign(kit, profile).toString().replaceAll('ds:', 'sig:').replaceAll(':ds=', ':sig=')),
  },
  bent({
    name: 'foreign-namespace-on-the-signature',
    danger:
      'A declaration that canonical form drops can be added to a signed list, and means something to who reads on.',
    xmlsec1: 'accepts',
    signature: (node) => ({ ...node, declares: { ...node.declares, evil: 'urn:evil' } }),
  }),
]
