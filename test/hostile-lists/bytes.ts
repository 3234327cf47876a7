import { listText } from '../support/list-content.ts'
import { gzipSync } from 'node:zlib'
import type { HostileCase } from './case.ts'
import { honestContent, sign, signWritten, tamper } from './kit.ts'

const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const utf16be = (text: string) => Buffer.from(utf16le(text)).swap16()

/** Puts raw bytes in the place of a marker: what no JavaScript string can hold. */
function withBytes(list: Buffer, marker: string, bytes: readonly number[]): Buffer {
  const at = list.indexOf(marker)
  if (at < 0) throw new Error(`no ${marker}`)
  return Buffer.concat([
    list.subarray(0, at),
    Buffer.from(bytes),
    list.subarray(at + Buffer.byteLength(marker)),
  ])
}

/** Files that are not the text they seem: sizes, encodings, characters. */
export const byteCases: readonly HostileCase[] = [
  {
    name: 'larger-than-allowed',
    code: 'too-large',
    danger: 'A server that sends without end fills the memory of every DRIMbox before anything is checked.',
    build: (kit, profile) => sign(kit, profile),
    circumstances: () => ({ bytesMax: 1_000 }),
  },
  {
    name: 'nested-too-deep',
    code: 'too-large',
    danger: 'Ten thousand nested elements exhaust the stack of a recursive reader and stop the process.',
    build: (kit, profile) =>
      tamper(
        sign(kit, profile),
        '<ListeDomaines>',
        `<ListeDomaines>${'<x>'.repeat(10_000)}${'</x>'.repeat(10_000)}`,
      ),
  },
  {
    name: 'attributes-without-end',
    code: 'too-large',
    danger:
      'One tag with a hundred thousand attributes costs quadratic time in readers that look for duplicates.',
    build: (kit, profile) =>
      tamper(
        sign(kit, profile),
        '<Domaine>',
        `<Domaine ${Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(' ')}>`,
      ),
  },
  {
    name: 'utf-16-little-endian',
    code: 'not-utf8',
    danger: 'A reader that follows the byte order mark sees another text than one that reads UTF-8.',
    build: (kit, profile) => utf16le(sign(kit, profile).toString()),
    xmlsec1: 'accepts',
  },
  {
    name: 'utf-16-big-endian',
    code: 'not-utf8',
    danger: 'The same list in the other byte order passes filters that look for ASCII words.',
    xmlsec1: 'accepts',
    build: (kit, profile) => utf16be(sign(kit, profile).toString()),
  },
  {
    name: 'gzip',
    code: 'not-utf8',
    danger: 'Some libraries unpack silently, and a small file becomes a huge one.',
    build: (kit, profile) => gzipSync(sign(kit, profile)),
  },
  {
    name: 'overlong-utf-8',
    code: 'not-utf8',
    danger: 'A lenient decoder turns the two bytes C0 BC into "<" after the filters have looked for "<".',
    build: (kit, profile) =>
      withBytes(sign(kit, profile), '<SupportContact>', [...Buffer.from('<SupportContact>'), 0xc0, 0xbc]),
  },
  {
    name: 'overlong-nul',
    code: 'not-utf8',
    danger: 'C0 80 is the NUL of Java: it ends strings in C code behind a check that passed.',
    build: (kit, profile) => withBytes(sign(kit, profile), '<db>', [...Buffer.from('<db>'), 0xc0, 0x80]),
  },
  {
    name: 'encoded-surrogate',
    code: 'not-utf8',
    danger: 'ED A0 80 is no character; decoders replace it differently, so two readers see two names.',
    build: (kit, profile) =>
      withBytes(sign(kit, profile), '<Denomination>', [...Buffer.from('<Denomination>'), 0xed, 0xa0, 0x80]),
  },
  {
    name: 'latin-1-declared',
    code: 'not-utf8',
    danger:
      'The declaration makes a conforming parser read é where a reader of UTF-8 fails or sees two characters.',
    xmlsec1: 'accepts',
    build(kit, profile) {
      const text = sign(kit, profile, {
        declaration: '<?xml version="1.0" encoding="ISO-8859-1"?>',
      }).toString()
      // Characters beyond Latin-1 as references, the rest as one byte each: well-formed for who believes the declaration.
      return Buffer.from(
        text.replace(/[^\u0000-\u00ff]/gu, (c) => `&#${c.codePointAt(0)};`),
        'latin1',
      )
    },
  },
  {
    name: 'ascii-declared-as-utf-7',
    code: 'not-utf8',
    danger: 'In UTF-7 harmless ASCII is mark-up: a parser that knows it reads another document.',
    build: (kit, profile) => sign(kit, profile, { declaration: '<?xml version="1.0" encoding="UTF-7"?>' }),
  },
  {
    name: 'cut-inside-a-character',
    code: 'not-utf8',
    danger: 'A download that broke in the middle of an é must not count as a shorter list.',
    build(kit, profile) {
      const list = sign(kit, profile)
      return list.subarray(0, list.indexOf('é') + 1)
    },
  },
  {
    name: 'byte-order-mark',
    code: 'forbidden-construct',
    danger: 'Three invisible bytes in front are dropped by some readers and digested by others.',
    xmlsec1: 'accepts',
    build: (kit, profile) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), sign(kit, profile)]),
  },
  {
    name: 'empty-file',
    code: 'not-well-formed',
    danger: 'A server out of disk serves nothing, and nothing must not read as a list without entries.',
    build: () => Buffer.alloc(0),
  },
  {
    name: 'nul-in-host',
    code: 'not-well-formed',
    danger:
      'A NUL ends the name in C code: db1.test.mesimagesmedicales.fr\\0.evil.example passes as the first half.',
    build: (kit, profile) =>
      withBytes(sign(kit, profile), 'mesimagesmedicales.fr</db>', [
        ...Buffer.from('mesimagesmedicales.fr\0.evil.example</db>'),
      ]),
  },
  {
    name: 'escape-character',
    code: 'not-well-formed',
    danger:
      'ESC begins commands of a terminal: a list printed by a tool could rewrite the screen of its reader.',
    build: (kit, profile) => tamper(sign(kit, profile), '<SupportContact>', '<SupportContact>\u001b[2J'),
  },
  {
    name: 'reference-to-nul',
    code: 'not-well-formed',
    danger: '&#0; is the NUL again, behind every filter that looks at bytes.',
    build: (kit, profile) => signWritten(kit, profile, '<SupportContact>', '<SupportContact>&#0;'),
  },
  {
    name: 'non-character',
    code: 'not-well-formed',
    danger: 'U+FFFE turns into a byte order mark when the text is copied as UTF-16.',
    build: (kit, profile) => tamper(sign(kit, profile), '<Denomination>', '<Denomination>\ufffe'),
  },
  {
    name: 'json-instead',
    code: 'not-well-formed',
    danger: 'Where a list is due any other document must be refused, not guessed at.',
    build: () => Buffer.from(JSON.stringify(honestContent)),
  },
  {
    name: 'cut-short',
    code: 'not-well-formed',
    danger: 'Half a download is a list with fewer boxes for a reader that stops at the end of input.',
    build(kit, profile) {
      const list = sign(kit, profile)
      return list.subarray(0, list.length / 2)
    },
  },
  {
    name: 'unsigned-cut-before-the-signature',
    code: 'not-well-formed',
    danger: 'Cut at the Signature, the rest holds every entry and nothing that could be verified.',
    build: () => Buffer.from(listText(honestContent).replace('</ListeBlancheDRIM-M>', '')),
  },
]
