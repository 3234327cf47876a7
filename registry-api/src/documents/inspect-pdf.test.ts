import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inspectPdf } from './inspect-pdf.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })

/** A small honest file, with something in its catalogue and something behind. */
function pdf(catalogue = '', more: Uint8Array | string = ''): Buffer {
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalogue} >>\nendobj\n`,
      'latin1',
    ),
    Buffer.from('2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n'),
    Buffer.from(more as Uint8Array),
    Buffer.from('\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n'),
  ])
}

function objectStream(
  content: string | Uint8Array,
  dictionary = '/Type /ObjStm /Filter /FlateDecode',
): Buffer {
  const data = deflateSync(content)
  return Buffer.concat([
    Buffer.from(`3 0 obj\n<< ${dictionary} /N 1 /First 4 /Length ${data.length} >>\nstream\r\n`),
    data,
    Buffer.from('\nendstream\nendobj\n'),
  ])
}

describe('a PDF', () => {
  it.each([
    ['plain', pdf()],
    ['with a destination to open at, as office suites write it', pdf('/OpenAction[2 0 R /XYZ null null 0]')],
    ['with harmless compressed objects', pdf('', objectStream('4 0 << /Type /Font >>'))],
    ['with names that only begin alike', pdf('/JSON (x) /JavaScripts 3 0 R /AAPL:Keywords [ ] /Launcher 1')],
    [
      'with two letters in an image',
      pdf('', '5 0 obj << /Length 9 >>\nstream\nab/JS \x01\x02\nendstream\nendobj'),
    ],
    [
      'with a signature, saved in two parts',
      Buffer.concat([pdf(), pdf('/AcroForm << /SigFlags 3 >>').subarray(9)]),
    ],
  ])('%s is taken', (_, bytes) => {
    expect(() => inspectPdf(bytes)).not.toThrow()
  })

  it.each([
    ['empty', Buffer.alloc(0)],
    ['an image', Buffer.from('\x89PNG\r\n\x1a\n%PDF-1.7\n%%EOF', 'latin1')],
    ['a page of HTML', Buffer.from('<html><!-- %PDF-1.7 --></html>%%EOF')],
    ['an archive behind a PDF', Buffer.concat([pdf(), Buffer.from('PK\x03\x04archive')])],
    ['a PDF cut off', pdf().subarray(0, 80)],
    ['a program before a PDF', Buffer.concat([Buffer.from('MZ\n'), pdf()])],
    ['a version nobody knows', Buffer.from('%PDF-9.9\n1 0 obj\n%%EOF')],
  ])('is not %s', (_, bytes) => {
    expect(() => inspectPdf(bytes)).toThrow(code('document-not-pdf'))
  })

  it.each([
    ['a script', pdf('/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>')],
    ['an action behind a reference', pdf('/OpenAction 7 0 R')],
    ['a script by its short name alone', pdf('/A << /S /Name /JS 9 0 R >>')],
    ['a script in hexadecimal', pdf('/A << /S /J#61v#61Script >>')],
    ['a script all in hexadecimal', pdf('/A << /S /#4a#61#76#61#53#63#72#69#70#74 >>')],
    ['a name in hexadecimal of both cases', pdf('/A << /S /#4C#61#75nch /F (cmd) >>')],
    ['an attachment', pdf('/Names << /EmbeddedFiles 4 0 R >>')],
    ['a file inside', pdf('', '4 0 obj << /Type/EmbeddedFile >> endobj')],
    ['a film', pdf('/Annots [ << /Subtype/RichMedia >> ]')],
    ['an XFA form', pdf('/AcroForm << /XFA [ 1 0 R ] >>')],
    ['actions of their own', pdf('/AA<</O 3 0 R>>')],
    ['actions behind a comment', pdf('/AA%\n<</O 3 0 R>>')],
    ['a password', pdf('/Encrypt 8 0 R')],
    ['a script in compressed objects', pdf('', objectStream('4 0 << /S /JavaScript /JS (1) >>'))],
    [
      'a script in compressed objects named in hexadecimal',
      pdf('', objectStream('4 0 << /S /J#53 (1) /JS (1) >>', '/Type /Obj#53tm /Filter /Fl')),
    ],
    [
      'compressed objects behind a filter we cannot open',
      pdf('', objectStream('4 0 <<>>', '/Type /ObjStm /Filter [ /ASCIIHexDecode /FlateDecode ]')),
    ],
    [
      'compressed objects that do not inflate',
      pdf('', '3 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\nnonsense\nendstream'),
    ],
    ['a bomb', pdf('', objectStream(`4 0 ${' '.repeat(40 * 1024 * 1024)}`))],
    [
      'a script in compressed objects that do not give their type',
      pdf('', objectStream('4 0 << /S /JavaScript /JS (1) >>', '/Filter /FlateDecode')),
    ],
    [
      'an end of object in a comment before compressed objects',
      pdf('', objectStream('4 0 << /S /JavaScript /JS (1) >>', '/Filter /FlateDecode /First 4 % endobj\n')),
    ],
    [
      'objects compressed twice',
      pdf(
        '',
        objectStream(
          deflateSync('4 0 << /S /JavaScript >>'),
          '/Type /ObjStm /Filter [/FlateDecode % obj\n/FlateDecode]',
        ),
      ),
    ],
    ['more compressed objects than any honest file', pdf('', '/First 1 endobj '.repeat(20_001))],
    ['a dictionary without an end', pdf('', `/ObjStm ${' '.repeat(9_000)} stream`)],
    [
      'a script inside a stream where readers may be sent by an offset',
      pdf('', '5 0 obj << /Length 99 >>\nstream\n6 0 obj << /S /JavaScript >>\nendobj\nendstream\nendobj'),
    ],
  ])('with %s is refused', (_, bytes) => {
    expect(() => inspectPdf(bytes)).toThrow(code('document-active-content'))
  })

  it.each([
    ['of honest looks', '/a#20b stream '],
    ['of slashes', '/'],
    ['of names cut off', `/${'#41'.repeat(20)}`],
    ['of dictionaries', '/First 1 (((( endobj'],
    ['of object streams', '/ObjStm stream obj '],
    ['of letters', 's'],
  ])('of ten megabytes %s is judged in seconds', (_, pattern) => {
    const big = pdf('', Buffer.alloc(10 * 1024 * 1024 - 1000, pattern))
    const begun = performance.now()
    try {
      inspectPdf(big)
    } catch (error) {
      expect(error).toEqual(code('document-active-content'))
    }
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  it('that is random to the end is never taken for active', () => {
    const noise = Buffer.alloc(4 * 1024 * 1024)
    // A generator of its own, so that a failure comes back.
    for (let at = 0, state = 42; at < noise.length; at += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      noise[at] = state >>> 24
    }
    const image = Buffer.concat([Buffer.from('5 0 obj << /Subtype /Image >>\nstream\n'), noise])
    expect(() =>
      inspectPdf(pdf('', Buffer.concat([image, Buffer.from('\nendstream\nendobj')]))),
    ).not.toThrow()
  })
})

describe('a file made to cost time', () => {
  const file = (parts: readonly Uint8Array[]) =>
    Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts, Buffer.from('\n%%EOF')])
  const dictionary = (n: number) =>
    Buffer.concat([
      Buffer.from(`${n} 0 obj<</Type/ObjStm/Filter/FlateDecode/First 4>>stream\n`),
      Buffer.from([0x78, 0x01]),
    ])
  /** A block of deflate that holds its bytes as they are. */
  const stored = (bytes: Uint8Array) => {
    const head = Buffer.alloc(5)
    head.writeUInt16LE(bytes.length, 1)
    head.writeUInt16LE(0xffff - bytes.length, 3)
    return Buffer.concat([head, bytes])
  }

  it('by dictionaries that overlap is given up soon', () => {
    const unit = Buffer.from(`/First 1 ${'/a'.repeat(240)} stream `)
    expect(() => inspectPdf(file(Array.from({ length: 19_000 }, () => unit)))).toThrow(
      code('document-active-content'),
    )
  }, 5_000)

  it('by streams that all run through the same bytes is given up soon', () => {
    // Each stream hops over the head of the next, down to one long tail of blocks with nothing in them.
    const heads = Array.from({ length: 900 }, (_, n) => dictionary(n))
    const hops = heads.flatMap((head, n) => [
      ...(n === 0 ? [head] : []),
      stored(Buffer.from('4 0 ')),
      ...(n + 1 < heads.length ? [stored(heads[n + 1]!)] : []),
    ])
    const tail = Buffer.alloc(5 * 1_500_000).fill(stored(new Uint8Array()))
    const open = Buffer.from([0, 0xff, 0xff, 0, 0])
    expect(() => inspectPdf(file([...hops, tail, open]))).toThrow(code('document-active-content'))
  }, 5_000)

  it('is not one with many compressed objects side by side', () => {
    const many = Array.from({ length: 3_000 }, () => objectStream('4 0 << /Type /Font >>'))
    expect(() => inspectPdf(pdf('', Buffer.concat(many)))).not.toThrow()
  })
})
