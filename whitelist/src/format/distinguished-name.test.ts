import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeDer, TAG } from './der.ts'
import {
  attributeOf,
  distinguishedNameFromDer,
  DistinguishedNameError,
  equalDistinguishedNames,
  formatDistinguishedName,
  parseDistinguishedName,
} from './distinguished-name.ts'

const REAL =
  "CN=db175.test.mesimagesmedicales.fr,OU=300000001831981,O=MINISTERE DE TEST3198,ST=Côte-d'Or (21),C=FR"

/** DER of a name with one attribute a relative name, in DER order. */
const der = (attributes: readonly (readonly [oid: number[], tag: number, value: Buffer])[]): Uint8Array =>
  encodeDer(
    TAG.sequence,
    ...attributes.map(([oid, tag, value]) =>
      encodeDer(
        TAG.set,
        encodeDer(TAG.sequence, encodeDer(TAG.oid, Uint8Array.from(oid)), encodeDer(tag, value)),
      ),
    ),
  )
const C = [0x55, 4, 6]
const O = [0x55, 4, 10]
const CN = [0x55, 4, 3]

describe('names in text (RFC 4514)', () => {
  it('reads a name of a real list, most specific part first', () => {
    const name = parseDistinguishedName(REAL)
    expect(name.map(([attribute]) => attribute?.oid)).toEqual([
      '2.5.4.3',
      '2.5.4.11',
      '2.5.4.10',
      '2.5.4.8',
      '2.5.4.6',
    ])
    expect(attributeOf(name, 'CN')).toBe('db175.test.mesimagesmedicales.fr')
    expect(attributeOf(name, 'st')).toBe("Côte-d'Or (21)")
    expect(formatDistinguishedName(name)).toBe(REAL)
  })

  // The examples of RFC 4514, section 4.
  it.each([
    ['UID=jsmith,DC=example,DC=net', [['jsmith'], ['example'], ['net']]],
    ['OU=Sales+CN=J.  Smith,DC=example,DC=net', [['Sales', 'J.  Smith'], ['example'], ['net']]],
    ['CN=James \\"Jim\\" Smith\\, III,DC=example', [['James "Jim" Smith, III'], ['example']]],
    ['CN=Before\\0dAfter,DC=example', [['Before\rAfter'], ['example']]],
    ['1.3.6.1.4.1.1466.0=#04024869', undefined],
    ['CN=Lu\\C4\\8Di\\C4\\87', [['Lučić']]],
  ])('reads %s', (text, values) => {
    if (values === undefined) expect(() => parseDistinguishedName(text)).toThrow('not a string')
    else
      expect(parseDistinguishedName(text).map((relative) => relative.map(({ value }) => value))).toEqual(
        values,
      )
  })

  it('reads the blanks and the quotes that Java writes', () => {
    const written = parseDistinguishedName('CN=TEST AC, O="A, B", C=FR')
    expect(equalDistinguishedNames(written, parseDistinguishedName('CN=TEST AC,O=A\\, B,C=FR'))).toBe(true)
  })

  it('keeps escaped blanks at the ends of a value, and drops others', () => {
    expect(parseDistinguishedName('CN=\\ a \\ ,O= b ')[0]?.[0]?.value).toBe(' a  ')
    expect(parseDistinguishedName('CN=\\ a,O= b ')[1]?.[0]?.value).toBe('b')
    expect(parseDistinguishedName('CN=a\\\\ ')[0]?.[0]?.value).toBe('a\\')
  })

  it.each([
    '',
    ' ',
    'CN',
    'CN=a,',
    ',CN=a',
    'CN=a;O=b',
    'CN=a,,O=b',
    'XX=a',
    'CN=a"b',
    'CN=a\\',
    'CN=a\\zb',
    'CN=\\C3',
    'CN=#0',
    'CN=#zz',
    'CN=#0c0161ff',
    '2.5.4.03=a',
    '3.1=a',
    'CN=<b>',
    'CN="a" b',
    'oid.2.5.4.3=a',
  ])('refuses %j', (text) => {
    expect(() => parseDistinguishedName(text)).toThrow(DistinguishedNameError)
  })

  it('reads back whatever it writes', () => {
    const value = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom(...' ,+"\\<>;=#é𝒜\0a'),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        ),
        maxLength: 8,
      })
      .filter((text) => text.isWellFormed())
    const oid = fc.constantFrom('2.5.4.3', '2.5.4.11', '1.2.3.4', '0.9.2342.19200300.100.1.25')
    const relative = fc.array(fc.record({ oid, value }), { minLength: 1, maxLength: 2 })
    fc.assert(
      fc.property(fc.array(relative, { minLength: 1, maxLength: 4 }), (name) => {
        expect(parseDistinguishedName(formatDistinguishedName(name))).toEqual(name)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('names in DER (X.501)', () => {
  it('reads every string type that certificates use, and gives RFC 4514 order', () => {
    const name = distinguishedNameFromDer(
      der([
        [C, TAG.printableString, Buffer.from('FR')],
        [O, TAG.bmpString, Buffer.from('é', 'utf16le').swap16()],
        [CN, TAG.utf8String, Buffer.from("Côte-d'Or")],
      ]),
    )
    expect(formatDistinguishedName(name)).toBe("CN=Côte-d'Or,O=é,C=FR")
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a name cut short', der([[C, TAG.printableString, Buffer.from('FR')]]).subarray(0, 8)],
    [
      'bytes after the name',
      Buffer.concat([der([[C, TAG.printableString, Buffer.from('FR')]]), Buffer.of(0)]),
    ],
    ['a value that is not UTF-8', der([[CN, TAG.utf8String, Buffer.of(0xff)]])],
    ['a value that is no string', der([[CN, TAG.octetString, Buffer.of(1)]])],
    ['an empty relative name', encodeDer(TAG.sequence, encodeDer(TAG.set))],
  ])('refuses %s', (_, bytes) => {
    expect(() => distinguishedNameFromDer(bytes)).toThrow(DistinguishedNameError)
  })
})

describe('comparison of names (Format 6.2)', () => {
  const equal = (a: string, b: string): boolean =>
    equalDistinguishedNames(parseDistinguishedName(a), parseDistinguishedName(b))

  it.each([
    ['another spelling of an accent', 'O=C\\C3\\B4te', 'O=Côte'],
    ['another composition of an accent', 'O=Co\u0302te', 'O=C\u00f4te'],
    ['another keyword', 'S=Paris', 'ST=Paris'],
    ['an OID', '2.5.4.3=a', 'CN=a'],
    ['the case of A to Z', 'CN=DB3.TEST.fr', 'CN=db3.test.FR'],
    ['runs of blanks', 'O=A  B', 'O=A B'],
    ['the order inside one relative name', 'CN=a+OU=b', 'OU=b+CN=a'],
  ])('sees one name in spite of %s', (_, a, b) => {
    expect(equal(a, b)).toBe(true)
  })

  it.each([
    ['another value', 'CN=a,C=FR', 'CN=b,C=FR'],
    ['another order', 'CN=a,C=FR', 'C=FR,CN=a'],
    ['one relative name more', 'CN=a,C=FR', 'CN=a,O=x,C=FR'],
    ['another attribute of the same value', 'CN=a', 'OU=a'],
    ['two relative names where the other has one of two parts', 'CN=a,OU=b', 'CN=a+OU=b'],
    ['letters that only look the same', 'CN=\u0430', 'CN=a'],
    ['the case of an accented letter', 'O=É', 'O=é'],
    ['a value that spells out another attribute', 'CN=a\\,OU\\=b', 'CN=a,OU=b'],
  ])('sees two names because of %s', (_, a, b) => {
    expect(equal(a, b)).toBe(false)
  })

  it('gives no attribute that stands twice', () => {
    expect(attributeOf(parseDistinguishedName('CN=a,OU=b,OU=c'), 'OU')).toBeUndefined()
  })
})
