import { describe, expect, it } from 'vitest'
import { isDateTime, isFreeText, isHost, isNumber } from './format-v1.ts'

describe('grammar of fields (Format 4.2 to 4.5)', () => {
  it.each(['0', '7', '175', '1541', '999999999'])('takes the number %s', (text) => {
    expect(isNumber(text)).toBe(true)
  })
  it.each(['', '01', '00', '-1', '+1', '1.0', '1e3', ' 1', '1 ', '1000000000', '٣', '1\n'])(
    'refuses the number %j',
    (text) => {
      expect(isNumber(text)).toBe(false)
    },
  )

  it.each([
    'db3.test.mesimagesmedicales.fr',
    'a.b',
    'xn--caf-dma.fr',
    'DB3.TEST.FR',
    '1.2',
    'a--b.c',
    `${'a'.repeat(63)}.fr`,
  ])('takes the host %s', (text) => {
    expect(isHost(text)).toBe(true)
  })
  it.each([
    '',
    'db3',
    'db3.',
    '.fr',
    'a..b',
    '-a.fr',
    'a-.fr',
    'a_b.fr',
    'a.fr:443',
    'https://a.fr',
    'a.fr/x',
    'é.fr',
    'a b.fr',
    ' a.fr',
    'a.fr\n',
    '*.fr',
    `${'a'.repeat(64)}.fr`,
    `${'a.'.repeat(127)}fr`,
  ])('refuses the host %j', (text) => {
    expect(isHost(text)).toBe(false)
  })

  it.each(['2025-07-23T11:08:12Z', '2024-02-29T00:00:00Z', '2000-02-29T23:59:59Z', '2025-07-23T11:08:12.5Z'])(
    'takes the time %s',
    (text) => {
      expect(isDateTime(text)).toBe(true)
    },
  )
  it.each([
    '',
    '2025-07-23',
    '2025-07-23T11:08:12',
    '2025-07-23T11:08:12+02:00',
    '2025-07-23t11:08:12z',
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2025-11-31T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-00-01T00:00:00Z',
    '2025-01-00T00:00:00Z',
    '2025-07-23T24:00:00Z',
    '2025-07-23T23:60:00Z',
    '2025-06-30T23:59:60Z',
    '2025-07-23T11:08:12.Z',
    '02025-07-23T11:08:12Z',
    ' 2025-07-23T11:08:12Z',
    '2025-07-23T11:08:12Z\n',
  ])('refuses the time %j', (text) => {
    expect(isDateTime(text)).toBe(false)
  })

  it.each([
    '',
    'E-MEDIA',
    'a@b.fr, 01 23 45 67 89',
    'Œil-de-Bœuf « 𝒜 »',
    'two\nlines\tand a tab\r',
    'a'.repeat(1024),
  ])('takes the text %j', (text) => {
    expect(isFreeText(text)).toBe(true)
  })
  it.each([
    '\0',
    '\u001b[2J',
    '\u007f',
    '\u0085',
    '\u009b31m',
    '\ufffe',
    '\uffff',
    '\ud800',
    'a\udc00',
    'a'.repeat(1025),
  ])('refuses the text %j', (text) => {
    expect(isFreeText(text)).toBe(false)
  })
})
