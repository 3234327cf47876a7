import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertCharacters, isXmlCharacter, normalizeLineEnds } from './characters.ts'
import { FormatError } from './errors.ts'

const codeOf = (bytes: readonly number[]): string | undefined => {
  try {
    assertCharacters(Uint8Array.from(bytes))
    return undefined
  } catch (error) {
    if (error instanceof FormatError) return error.code
    throw error
  }
}

describe('characters (Format 2.2)', () => {
  it('takes exactly the bytes that a strict UTF-8 decoder takes', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const decodes = (bytes: Uint8Array): boolean => {
      try {
        decoder.decode(bytes)
        return true
      } catch {
        return false
      }
    }
    // Bytes around the edges of the ranges are where decoders differ.
    const byte = fc.oneof(
      fc.constantFrom(
        0x7f,
        0x80,
        0xbf,
        0xc0,
        0xc1,
        0xc2,
        0xdf,
        0xe0,
        0xed,
        0xef,
        0xf0,
        0xf4,
        0xf5,
        0x9f,
        0xa0,
        0x8f,
        0x90,
      ),
      fc.integer({ min: 0, max: 255 }),
    )
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (bytes) => {
        expect(codeOf(bytes) === 'not-utf8').toBe(!decodes(Uint8Array.from(bytes)))
      }),
      { numRuns: 20_000 },
    )
  })

  it.each([
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong nul', [0xe0, 0x80, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a sequence cut short', [0x41, 0xe2, 0x80]],
    ['a lone continuation byte', [0x80]],
    ['UTF-16', [0xff, 0xfe, 0x3c, 0x00]],
  ])('refuses %s as not-utf8', (_, bytes) => {
    expect(codeOf(bytes)).toBe('not-utf8')
  })

  it.each([
    ['nul', [0x00]],
    ['escape', [0x1b]],
    ['U+FFFE', [0xef, 0xbf, 0xbe]],
    ['U+FFFF', [0xef, 0xbf, 0xbf]],
  ])('refuses %s, which XML forbids, as not-well-formed', (_, bytes) => {
    expect(codeOf([0x41, ...bytes, 0x41])).toBe('not-well-formed')
  })

  it('tells of bytes that are no text before it tells of characters that XML forbids', () => {
    expect(codeOf([0x00, 0x41, 0xff])).toBe('not-utf8')
  })

  it('counts tab, line feed and carriage return as characters, and nothing else below the blank', () => {
    const controls = Array.from({ length: 0x20 }, (_, code) => code).filter(isXmlCharacter)
    expect(controls).toEqual([0x09, 0x0a, 0x0d])
  })
})

describe('line ends (Format 2.3)', () => {
  it('makes LF of CR LF and of lone CR, as a regular expression does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\r', '\n', 'a'), { maxLength: 12 }), (characters) => {
        const text = characters.join('')
        const normalized = Buffer.from(normalizeLineEnds(Buffer.from(text))).toString()
        expect(normalized).toBe(text.replace(/\r\n?/g, '\n'))
      }),
    )
  })

  it('gives back the very bytes where there is nothing to do', () => {
    const bytes = Buffer.from('a\nb')
    expect(normalizeLineEnds(bytes)).toBe(bytes)
  })
})
