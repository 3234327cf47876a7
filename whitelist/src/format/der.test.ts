import { describe, expect, it } from 'vitest'
import {
  derChildren,
  DerError,
  encodeDer,
  readDer,
  readOid,
  readTime,
  readUnsignedHex,
  readWholeDer,
  TAG,
} from './der.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('DER (X.690)', () => {
  it.each([0, 1, 127, 128, 255, 256, 65_536])(
    'reads back a value of %i octets in its shortest form',
    (length) => {
      const content = Buffer.alloc(length, 7)
      const encoded = encodeDer(TAG.octetString, content)
      expect(Buffer.from(readWholeDer(encoded, TAG.octetString).content).equals(content)).toBe(true)
    },
  )

  it.each([
    ['a length that needs fewer octets', '04 81 01 00'],
    ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`],
    ['an indefinite length', '24 80 00 00'],
    ['content cut short', '04 02 00'],
    ['a length cut short', '04 82 01'],
    ['a tag of several octets', '1f 81 01 00'],
    ['a reserved length', '04 ff'],
  ])('refuses %s', (_, bytes) => {
    expect(() => readDer(hex(bytes))).toThrow(DerError)
  })

  it('refuses bytes after the value, and a child cut short', () => {
    expect(() => readWholeDer(hex('05 00 00'), 0x05)).toThrow(DerError)
    expect(() => derChildren(readDer(hex('30 03 04 02 00')))).toThrow(DerError)
  })

  it.each([
    ['06 03 55 04 03', '2.5.4.3'],
    ['06 09 2a 86 48 86 f7 0d 01 01 0b', '1.2.840.113549.1.1.11'],
    ['06 02 88 37', '2.999'],
  ])('reads the object identifier %s', (bytes, oid) => {
    expect(readOid(readDer(hex(bytes)))).toBe(oid)
  })
  it.each(['06 00', '06 02 55 84', '06 03 55 80 01'])('refuses the object identifier %s', (bytes) => {
    expect(() => readOid(readDer(hex(bytes)))).toThrow(DerError)
  })

  it('reads serial numbers without leading zeros', () => {
    expect(readUnsignedHex(readDer(hex('02 05 00 c1 02 03 04')))).toBe('c1020304')
    expect(readUnsignedHex(readDer(hex('02 01 00')))).toBe('0')
  })

  it.each([
    [TAG.utcTime, '260912100044Z', '2026-09-12T10:00:44.000Z'],
    [TAG.utcTime, '490101000000Z', '2049-01-01T00:00:00.000Z'],
    [TAG.utcTime, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [TAG.generalizedTime, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  ])('reads the time %i %s', (tag, text, iso) => {
    expect(readTime(readDer(encodeDer(tag, Buffer.from(text)))).toISOString()).toBe(iso)
  })
  it.each(['2609121000Z', '260912100044+0100', '260931100044Z', '260912240000Z', '260912100060Z', ''])(
    'refuses the time %s',
    (text) => {
      expect(() => readTime(readDer(encodeDer(TAG.utcTime, Buffer.from(text))))).toThrow(DerError)
    },
  )
})
