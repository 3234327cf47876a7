import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FormatError } from './errors.ts'
import type { Entry } from './model.ts'
import { readWhitelist } from './read-whitelist.ts'
import { sha256Hex } from './sha256.ts'
import { writeUnsignedWhitelist } from './write-whitelist.ts'

const entry = (number: number, changes: Partial<Entry> = {}): Entry => ({
  number,
  wadoHost: `db${number}.test.mesimagesmedicales.fr`,
  viewerHost: `vi${number}.test.mesimagesmedicales.fr`,
  denomination: 'Imagerie & Cie > « Œil »',
  certificateDn: `CN=db${number}.test.mesimagesmedicales.fr,OU=300000001831981,O=A\\, B,ST=Côte-d'Or (21),C=FR`,
  supportContact: 'support@operateur.example, 01 23 45 67 89',
  addedAt: '2025-07-22T11:27:12Z',
  ...changes,
})
const content = {
  generatedAt: '2025-07-23T11:08:12Z',
  entries: [entry(3), entry(4, { viewerHost: '' }), entry(1541)],
}
const canonicalOf = (entries: readonly Entry[]): string =>
  Buffer.from(writeUnsignedWhitelist({ ...content, entries })).toString()
const canonical = canonicalOf(content.entries)

const codeOf = (text: string, bytesMax?: number): string | undefined => {
  try {
    readWhitelist(Buffer.from(text), bytesMax === undefined ? {} : { bytesMax })
    return undefined
  } catch (error) {
    if (error instanceof FormatError) return error.code
    throw error
  }
}
const bent = (from: string | RegExp, to: string): string => {
  const text = canonical.replace(from, to)
  expect(text).not.toBe(canonical)
  return text
}

describe('reading (Format 2 to 4)', () => {
  it('reads back what was written, and digests canonical bytes to their own SHA-256', () => {
    const read = readWhitelist(Buffer.from(canonical))
    expect(read).toEqual({ ...content, digest: sha256Hex(Buffer.from(canonical)), signature: undefined })
  })

  it('reads back any content the writer takes', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...'&<>"\'\r\n\t ]'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 12,
    })
    const isText = (value: string): boolean =>
      !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/.test(value)
    const free = text.filter((value) => value.isWellFormed() && isText(value))
    const entries = fc.uniqueArray(
      fc.record({ number: fc.nat(999_999_999), denomination: free, supportContact: free }),
      {
        selector: ({ number }) => number,
        maxLength: 5,
      },
    )
    fc.assert(
      fc.property(entries, (given) => {
        const list = {
          generatedAt: content.generatedAt,
          entries: given.map(({ number, denomination, ...rest }) =>
            entry(number, { denomination: denomination || 'x', ...rest }),
          ),
        }
        const bytes = writeUnsignedWhitelist(list)
        expect(readWhitelist(bytes)).toEqual({ ...list, digest: sha256Hex(bytes), signature: undefined })
      }),
      { numRuns: 500 },
    )
  })

  // What an XML parser does not tell apart must not change the digest; what it does must.
  it.each([
    ['CR LF', canonical.replaceAll('\n', '\r\n')],
    ['lone CR', canonical.replaceAll('\n', '\r')],
    ['an XML declaration and a line end', `<?xml version="1.0" encoding="UTF-8"?>\n\n${canonical}`],
    ['white space after the root', `${canonical}\n \n`],
    ['an empty-element tag', bent('<vi></vi>', '<vi/>')],
    ['an empty-element tag with a blank', bent('<vi></vi>', '<vi />')],
    ['white space inside tags', bent('<Domaine>', '<Domaine\n\t>').replace('</db>', '</db >')],
    ['the order of root attributes', bent(/(xmlns="[^"]*") (versionFormat="[^"]*")/, '$2 $1')],
    ['single quotes', bent('versionFormat="1.0.0"', "versionFormat='1.0.0'")],
    ['numeric references', bent('Côte', 'C&#244;te').replace('Cie', '&#x43;ie')],
    ['named references', bent("Côte-d'Or", 'Côte-d&apos;Or')],
    ['a bare >', bent('&gt;', '>')],
  ])('sees the same list in spite of %s', (_, text) => {
    const read = readWhitelist(Buffer.from(text))
    expect(read.digest).toBe(sha256Hex(Buffer.from(canonical)))
    expect(read.entries).toEqual(content.entries)
  })

  it.each([
    ['one blank more between elements', bent('    <Domaine>', '     <Domaine>')],
    ['another letter', bent('Cie', 'Cif')],
    ['a blank in a text', bent('« Œil »', '«  Œil »')],
  ])('sees another list because of %s', (_, text) => {
    expect(readWhitelist(Buffer.from(text)).digest).not.toBe(sha256Hex(Buffer.from(canonical)))
  })

  it('keeps no more of a value than the bytes say: no trimming', () => {
    expect(readWhitelist(Buffer.from(bent('>Imagerie', '>  Imagerie'))).entries[0]?.denomination).toBe(
      '  Imagerie & Cie > « Œil »',
    )
  })

  it('takes a list without entries, written either way', () => {
    const empty = canonicalOf([])
    const short = empty.replace(/<ListeDomaines>\s*<\/ListeDomaines>/, '<ListeDomaines/>')
    expect(readWhitelist(Buffer.from(short)).entries).toEqual([])
  })
})

describe('refusals by code (Format 7)', () => {
  it.each([
    ['too-large', canonical, 100],
    ['not-utf8', '<?xml version="1.0" encoding="UTF-16"?>' + canonical],
    ['not-well-formed', canonical.slice(0, -5)],
    ['not-well-formed', ''],
    ['not-well-formed', bent('Cie', '&nbsp;')],
    ['forbidden-construct', bent('<Domaine>', '<!-- c --><Domaine>')],
    ['forbidden-construct', bent('<ListeDomaines>', '<?p i?><ListeDomaines>')],
    ['forbidden-construct', bent('Cie', '<![CDATA[x]]>')],
    ['forbidden-construct', `<!DOCTYPE ListeBlancheDRIM-M>${canonical}`],
    ['forbidden-construct', `\ufeff${canonical}`],
    ['unknown-root', canonical.replaceAll('ListeBlancheDRIM-M', 'ListeBlancheMSSante')],
    ['unknown-root', bent('https://github.com/ansforge/DRIM-M_DATA', 'https://example.org')],
    ['unknown-root', bent(/ xmlns="[^"]*"/, '')],
    [
      'historic-namespace',
      bent('https://github.com/ansforge/DRIM-M_DATA', 'https://listeblanche.mesimagesmedicales.fr/schema'),
    ],
    ['unknown-version', bent('versionFormat="1.0.0"', 'versionFormat="2.0.0"')],
    ['unknown-version', bent(' versionFormat="1.0.0"', '')],
    ['list-grammar', bent('versionFormat="1.0.0"', 'versionFormat="1.0.0" a="b"')],
    ['list-grammar', bent('versionFormat="1.0.0"', 'versionFormat="1.0.0" xmlns:a="http://b"')],
    ['list-grammar', bent('2025-07-23T11:08:12Z', '2025-07-23T11:08:12')],
    ['list-grammar', bent(/<DateDeGeneration>.*<\/DateDeGeneration>/, '')],
    ['list-grammar', bent('<DateDeGeneration>', '<DateDeGeneration a="b">')],
    ['list-grammar', bent('<ListeDomaines>', '<ListeDomaines a="b">')],
    ['list-grammar', bent('<ListeDomaines>', 'x<ListeDomaines>')],
    ['list-grammar', bent('</ListeDomaines>', 'x</ListeDomaines>')],
    ['list-grammar', bent('</ListeDomaines>', '&#32;</ListeDomaines>')],
    ['list-grammar', bent('</ListeDomaines>', '<Autre/></ListeDomaines>')],
    ['list-grammar', bent('</ListeDomaines>', '</ListeDomaines><ListeDomaines/>')],
    ['list-grammar', bent('</ListeDomaines>', '</ListeDomaines><Extra/>')],
    ['entry-syntax', bent('<Domaine>', '<Domaine a="b">')],
    ['entry-syntax', bent('<db>', '<db a="b">')],
    ['entry-syntax', bent('<db>', '<db xmlns="https://github.com/ansforge/DRIM-M_DATA">')],
    ['entry-syntax', bent('<db>', '<Db>').replace('</db>', '</Db>')],
    ['entry-syntax', bent(/<vi>vi3.*<\/vi>/, '')],
    ['entry-syntax', bent(/(<db>.*<\/db>)(\s*)(<vi>vi3.*<\/vi>)/, '$3$2$1')],
    ['entry-syntax', bent('</Domaine>', '<ResponsableContact>x</ResponsableContact></Domaine>')],
    ['entry-syntax', bent('<Domaine>', '<Domaine>x')],
    ['entry-syntax', bent('Cie', '<b>Cie</b>')],
    ['entry-syntax', bent('<Identifiant>3', '<Identifiant>03')],
    ['entry-syntax', bent('<db>db3', '<db> db3')],
    ['entry-syntax', bent('<vi>vi3', '<vi>https://vi3')],
    ['entry-syntax', bent('<vi></vi>', '<vi> </vi>')],
    ['entry-syntax', bent('2025-07-22T11:27:12Z', '2025-07-22')],
    ['entry-syntax', bent('Cie', '\u009b')],
    ['entry-syntax', bent('Cie', 'x'.repeat(1100))],
    ['entry-db-repeated', canonical.replaceAll('db4.', 'db3.')],
    ['entry-dn-unreadable', bent('OU=300000001831981', 'OU')],
    ['entry-cn-not-db', bent('CN=db3', 'CN=db5')],
    ['entry-cn-not-db', bent('CN=db3.test.mesimagesmedicales.fr,', '')],
  ] as const)('%s: %#', (code, text, bytesMax?: number) => {
    expect(codeOf(text, bytesMax)).toBe(code)
  })

  it.each([
    ['not-well-formed', 'unknown-root', canonical.replace('ListeBlancheDRIM-M', 'Autre').slice(0, -9)],
    [
      'forbidden-construct',
      'list-grammar',
      bent('<ListeDomaines>', '<a/><ListeDomaines>').replace('</ListeDomaines>', '<!--c--></ListeDomaines>'),
    ],
    [
      'list-grammar',
      'entry-syntax',
      bent('<db>', '<db a="b">').replace('</ListeDomaines>', '</ListeDomaines><a/>'),
    ],
    ['entry-syntax', 'entry-db-repeated', canonicalOf([entry(3), entry(4), entry(3)]).replace('>4<', '>x<')],
    [
      'entry-db-repeated',
      'entry-dn-unreadable',
      canonicalOf([entry(3, { certificateDn: 'x' }), entry(4), entry(4)]),
    ],
    [
      'entry-dn-unreadable',
      'entry-cn-not-db',
      canonicalOf([entry(3, { certificateDn: 'CN=other.fr' }), entry(4, { certificateDn: 'x' })]),
    ],
  ])('%s comes before %s, wherever they stand', (code, _, text) => {
    expect(codeOf(text)).toBe(code)
  })

  it('bounds one element, so that a tag that never closes costs nothing', () => {
    expect(codeOf(bent('<Domaine>', `<Domaine a="b">${' '.repeat(70_000)}`))).toBe('too-large')
  })

  it('names the line', () => {
    expect(() => readWhitelist(Buffer.from(bent('<Identifiant>1541', '<Identifiant>x')))).toThrow(/line 22:/)
  })
})

describe('overlap of two certificates (Format 4.6)', () => {
  const old = entry(3)
  const renewed = entry(3, { certificateDn: old.certificateDn.replace('A\\, B', 'NEW HOLDER') })
  const codeOfEntries = (entries: readonly Entry[]): string | undefined => codeOf(canonicalOf(entries))

  it('takes two lines of one DRIMbox that differ in the certificate name', () => {
    expect(codeOfEntries([old, entry(4), renewed])).toBeUndefined()
  })
  it.each([
    [
      'three lines',
      [old, renewed, entry(3, { certificateDn: old.certificateDn.replace('A\\, B', 'THIRD') })],
    ],
    ['equal names', [old, entry(3, { certificateDn: old.certificateDn.replace('A\\, B', 'a\\2c  b') })]],
    ['another number', [old, { ...renewed, number: 5 }]],
    ['another vi', [old, { ...renewed, viewerHost: '' }]],
    ['another case of the same host', [old, { ...renewed, number: 9, wadoHost: old.wadoHost.toUpperCase() }]],
  ])('refuses %s', (_, entries) => {
    expect(codeOfEntries(entries)).toBe('entry-db-repeated')
  })
})

describe('writing (Format 6.1)', () => {
  it.each([
    ['list-grammar', { ...content, generatedAt: '2025-07-23' }],
    ['entry-syntax', { ...content, entries: [entry(-1)] }],
    ['entry-syntax', { ...content, entries: [entry(1.5)] }],
    ['entry-syntax', { ...content, entries: [entry(3, { denomination: '' })] }],
    ['entry-syntax', { ...content, entries: [entry(3, { denomination: 'a\ud800' })] }],
    ['entry-syntax', { ...content, entries: [entry(3, { supportContact: '\0' })] }],
    ['entry-syntax', { ...content, entries: [entry(3, { wadoHost: 'x</db><db>y' })] }],
    ['entry-syntax', { ...content, entries: [entry(3, { addedAt: 'yesterday' })] }],
  ])('refuses to write what could not be read: %s %#', (code, list) => {
    expect(() => writeUnsignedWhitelist(list)).toThrow(expect.objectContaining({ name: 'FormatError', code }))
  })

  it('writes lists longer than it expected', () => {
    const long = Array.from({ length: 300 }, (_, number) => entry(number, { denomination: '—'.repeat(1024) }))
    expect(readWhitelist(writeUnsignedWhitelist({ ...content, entries: long })).entries).toEqual(long)
  })
})
