import { describe, expect, it } from 'vitest'
import { chooseCoding, etagOf, unchanged } from './negotiation.rules.ts'

const all = { identity: Buffer.from('i'), gzip: Buffer.from('g'), br: Buffer.from('b') }
const only = { identity: Buffer.from('i') }
const sha = 'a'.repeat(64)
const signedAt = new Date('2026-11-25T10:00:00Z')

describe('the form that is sent', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['*', 'br'],
    ['*;q=0.1, identity', 'identity'],
    ['GZIP ; Q=0.8', 'gzip'],
    ['zstd', 'identity'],
    ['gzip;q=nonsense', 'identity'],
    ['identity;q=0', undefined],
    ['identity;q=0, br', 'br'],
    ['*;q=0', undefined],
  ])('of Accept-Encoding %j is %j', (header, expected) => {
    expect(chooseCoding(header, all)).toBe(expected)
  })

  it('is identity while the compressed forms are being made', () => {
    expect(chooseCoding('br, gzip', only)).toBe('identity')
  })
})

describe('an unchanged file', () => {
  const none = { ifNoneMatch: undefined, ifModifiedSince: undefined }

  it('has another ETag in each form, all strong', () => {
    const tags = (['identity', 'gzip', 'br'] as const).map((coding) => etagOf(sha, coding))
    expect(new Set(tags).size).toBe(3)
    for (const tag of tags) expect(tag).toMatch(/^"[0-9a-z-]+"$/)
  })

  it.each(['identity', 'gzip', 'br'] as const)(
    'is recognised by the ETag of %s, alone, in a row, or weakened',
    (coding) => {
      const etag = etagOf(sha, coding)
      for (const ifNoneMatch of [etag, `"x", ${etag}`, `W/${etag}`, `"a,b",W/"c" , ${etag},"d"`]) {
        expect(unchanged({ ...none, ifNoneMatch }, sha, signedAt)).toBe(etag)
      }
      expect(unchanged({ ...none, ifNoneMatch: '*' }, sha, signedAt)).toBeDefined()
    },
  )

  it('is not taken for another list, nor for a part of an ETag', () => {
    for (const ifNoneMatch of [etagOf('b'.repeat(64), 'gzip'), sha, `"${sha}-zstd"`, `"x${sha}"`, '', '"']) {
      expect(unchanged({ ...none, ifNoneMatch }, sha, signedAt)).toBeUndefined()
    }
  })

  it('is recognised by date, to the second, and only without If-None-Match', () => {
    const at = (ifModifiedSince: string) => unchanged({ ...none, ifModifiedSince }, sha, signedAt)
    expect(at('Wed, 25 Nov 2026 10:00:00 GMT')).toBeDefined()
    expect(at('Wed, 25 Nov 2026 09:59:59 GMT')).toBeUndefined()
    expect(at('2026-11-25')).toBeUndefined()
    expect(at('nonsense GMT')).toBeUndefined()
    const both = { ifNoneMatch: '"other"', ifModifiedSince: 'Wed, 25 Nov 2026 10:00:00 GMT' }
    expect(unchanged(both, sha, signedAt)).toBeUndefined()
  })
})
