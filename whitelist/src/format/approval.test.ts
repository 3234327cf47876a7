import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeApproval, readApproval, type ApprovalClaims } from './approval.ts'
import { ApprovalError } from './errors.ts'
import { EMPTY_DIGEST, sha256Hex } from './sha256.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const signWith = (bytes: Uint8Array): Uint8Array =>
  sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
const claims: ApprovalClaims = {
  trustSpace: 'DRIM-M-TEST-DEMO',
  baseSequence: 0,
  baseDigest: EMPTY_DIGEST,
  newSequence: 1,
  contentDigest: sha256Hex(Buffer.from('content')),
  reason: 'première liste « à la main »',
  expiry: '2026-11-25T10:15:00Z',
}
const jws = encodeApproval(claims, 'officer-1', signWith)
const part = (json: unknown): string =>
  Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64url')
const [header = '', payload = '', signature = ''] = jws.split('.')

describe('approvals', () => {
  it('reads back what was approved, and gives the very bytes that were signed', () => {
    const read = readApproval(jws)
    expect(read.kid).toBe('officer-1')
    expect(read.claims).toEqual(claims)
    expect(
      verify('sha256', read.signingInput, { key: publicKey, dsaEncoding: 'ieee-p1363' }, read.signature),
    ).toBe(true)
  })

  it('writes header and payload in canonical form (RFC 8785)', () => {
    expect(Buffer.from(header, 'base64url').toString()).toBe(
      '{"alg":"ES256","kid":"officer-1","typ":"drim-approval+jws"}',
    )
    expect(Buffer.from(payload, 'base64url').toString()).toMatch(
      /^\{"baseDigest":"e3b0.*","trustSpace":"DRIM-M-TEST-DEMO"\}$/,
    )
  })

  const canonical = (changes: object): string => {
    const json = { ...claims, ...changes }
    return part(Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1))))
  }
  it.each([
    ['nothing', ''],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${jws}.x`],
    ['padding', `${header}.${payload}.${signature}==`],
    ['characters that are no base64url', `${header}.${payload}.${signature.slice(0, -2)}+/`],
    ['a signature of another length', `${header}.${payload}.${signature.slice(0, -4)}`],
    [
      'no algorithm',
      `${part({ alg: 'none', kid: 'officer-1', typ: 'drim-approval+jws' })}.${payload}.${signature}`,
    ],
    [
      'another algorithm',
      `${part({ alg: 'HS256', kid: 'officer-1', typ: 'drim-approval+jws' })}.${payload}.${signature}`,
    ],
    [
      'another type',
      `${part({ alg: 'ES256', kid: 'officer-1', typ: 'drim-latest+jws' })}.${payload}.${signature}`,
    ],
    [
      'one more header',
      `${part({ alg: 'ES256', b64: 'x', kid: 'officer-1', typ: 'drim-approval+jws' })}.${payload}.${signature}`,
    ],
    ['no kid', `${part({ alg: 'ES256', typ: 'drim-approval+jws' })}.${payload}.${signature}`],
    ['members in another order', `${header}.${part(claims)}.${signature}`],
    [
      'a member twice',
      `${header}.${part(Buffer.from(payload, 'base64url').toString().replace('{', '{"baseDigest":"x",'))}.${signature}`,
    ],
    [
      'white space',
      `${header}.${part(Buffer.from(payload, 'base64url').toString().replace(',', ', '))}.${signature}`,
    ],
    ['a member of another kind', `${header}.${canonical({ newSequence: '1' })}.${signature}`],
    ['a nested member', `${header}.${canonical({ reason: {} })}.${signature}`],
    ['an array', `${header}.${part([])}.${signature}`],
    ['a member that is missing', `${header}.${canonical({ reason: undefined })}.${signature}`],
    ['an unknown member', `${header}.${canonical({ zone: 'x' })}.${signature}`],
    ['a fraction', `${header}.${canonical({ newSequence: 1.5 })}.${signature}`],
    ['a sequence beyond what numbers hold', `${header}.${canonical({ newSequence: 2 ** 53 })}.${signature}`],
    ['no new sequence', `${header}.${canonical({ newSequence: 0 })}.${signature}`],
    [
      'a digest in capitals',
      `${header}.${canonical({ contentDigest: claims.contentDigest.toUpperCase() })}.${signature}`,
    ],
    ['an expiry without zone', `${header}.${canonical({ expiry: '2026-11-25T10:15:00' })}.${signature}`],
    ['an empty reason', `${header}.${canonical({ reason: ' ' })}.${signature}`],
    ['a text without end', `${header}.${'A'.repeat(9000)}.${signature}`],
  ])('refuses %s', (_, text) => {
    expect(() => readApproval(text)).toThrow(ApprovalError)
  })

  it('makes none that it would not read', () => {
    expect(() => encodeApproval({ ...claims, newSequence: 0 }, 'k', signWith)).toThrow(ApprovalError)
    expect(() => encodeApproval(claims, 'a kid with blanks', signWith)).toThrow(ApprovalError)
    expect(() => encodeApproval(claims, 'k', () => new Uint8Array(70))).toThrow(ApprovalError)
  })
})
