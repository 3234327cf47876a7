import { loadTrust, verifyWhitelist, type Trust, type VerifyOptions } from '@trust-space/whitelist'
import { readWhitelist } from '@trust-space/whitelist/format'
import { beforeAll, describe, expect, it } from 'vitest'
import { testContent } from '../support/list-content.ts'
import { profiles } from '../support/recipe.ts'
import {
  SIGNED_AT,
  signingSpace,
  signList,
  signListByProduct,
  testClock,
  type SigningSpace,
} from '../support/sign-list.ts'

let space: SigningSpace
let trust: Trust
let options: VerifyOptions

beforeAll(async () => {
  space = await signingSpace()
  const { authority } = space
  trust = await loadTrust({
    anchors: [authority.root],
    intermediates: [authority.issuers.lists.certificate],
    crls: [await authority.crl('root'), await authority.crl('lists')],
  })
  options = {
    at: testClock(),
    trust,
    signer: { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' },
    revocation: 'require',
  }
})

const refusal = (code: string): unknown => expect.objectContaining({ name: 'VerificationError', code })

describe.each(profiles)('a list of profile %s', (profile) => {
  it('is accepted, and what comes back is what was signed', async () => {
    const bytes = signList(space, profile)
    const list = await verifyWhitelist(bytes, options)
    expect(list).toMatchObject({ ...testContent(3), signedAt: SIGNED_AT, profile, warnings: [] })
    expect(list.digest).toBe(readWhitelist(bytes).digest)
    expect(list.signer.dn).toBe(
      'CN=Liste Blanche DRIM-M,OU=318751275100020,O=AGENCE DU NUMERIQUE EN SANTE,ST=Paris (75),C=FR',
    )
    expect(list.signer.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is refused where only the other profile is taken', async () => {
    const other = profiles.filter((name) => name !== profile)
    await expect(verifyWhitelist(signList(space, profile), { ...options, profiles: other })).rejects.toEqual(
      refusal('profile-not-accepted'),
    )
  })

  it('is refused with one letter of an entry changed', async () => {
    const bytes = Buffer.from(signList(space, profile).toString().replace('vi1.', 'vi9.'))
    await expect(verifyWhitelist(bytes, options)).rejects.toEqual(refusal('document-digest'))
  })
})

describe('what is held (Format 7.26, 7.27)', () => {
  const held = (signedAt: string, digest: string): VerifyOptions => ({
    ...options,
    held: { signedAt, digest },
  })

  it('lets the same list in again, and a newer one', async () => {
    const bytes = signList(space, 'B')
    const { signedAt, digest } = await verifyWhitelist(bytes, options)
    await expect(verifyWhitelist(bytes, held(signedAt, digest))).resolves.toMatchObject({ digest })
    await expect(verifyWhitelist(bytes, held('2026-11-19T00:00:00Z', 'f'.repeat(64)))).resolves.toMatchObject(
      { digest },
    )
  })

  it('sees one list in its LF and CR LF copies', async () => {
    const bytes = signList(space, 'B')
    const { signedAt, digest } = await verifyWhitelist(bytes, options)
    const copy = Buffer.from(bytes.toString().replaceAll('\n', '\r\n'))
    await expect(verifyWhitelist(copy, held(signedAt, digest))).resolves.toMatchObject({ digest })
  })

  it('refuses a list a second older, and other bytes of the same second', async () => {
    const bytes = signList(space, 'B')
    await expect(verifyWhitelist(bytes, held('2026-11-20T09:00:01Z', 'f'.repeat(64)))).rejects.toEqual(
      refusal('older-than-held'),
    )
    await expect(verifyWhitelist(bytes, held(SIGNED_AT, 'f'.repeat(64)))).rejects.toEqual(
      refusal('same-time-other-bytes'),
    )
  })
})

describe('options', () => {
  it('takes the signer by its whole name, however it is spelt, and no other', async () => {
    const bytes = signList(space, 'B')
    const dn =
      'CN=liste blanche DRIM-M, OU=318751275100020, O=AGENCE DU NUMERIQUE EN SANTE, ST=Paris (75), C=FR'
    await expect(verifyWhitelist(bytes, { ...options, signer: { dn } })).resolves.toBeDefined()
    await expect(
      verifyWhitelist(bytes, { ...options, signer: { dn: dn.replace('(75)', '(69)') } }),
    ).rejects.toEqual(refusal('signer-dn'))
  })

  it('asks the second digest, whose disagreement or failure refuses', async () => {
    const bytes = signList(space, 'B')
    const { digest } = await verifyWhitelist(bytes, options)
    const second = (secondDigest: VerifyOptions['secondDigest']) =>
      verifyWhitelist(bytes, { ...options, secondDigest })
    await expect(second(async () => digest)).resolves.toBeDefined()
    await expect(second(async () => 'f'.repeat(64))).rejects.toEqual(refusal('digest-paths-disagree'))
    await expect(second(() => Promise.reject(new Error('cannot read')))).rejects.toEqual(
      refusal('digest-paths-disagree'),
    )
  })

  it('allows five minutes between clocks, and no more', async () => {
    const at = new Date(testClock().getTime() - 300_000)
    const signed = (signingTime: Date) =>
      verifyWhitelist(signListByProduct(space, testContent(1), signingTime), { ...options, at })
    await expect(signed(testClock())).resolves.toBeDefined()
    await expect(signed(new Date(testClock().getTime() + 1000))).rejects.toEqual(refusal('signed-in-future'))
  })
})

describe('warnings', () => {
  it('tells of repeated numbers, empty and repeated vi and foreign zones, once a kind', async () => {
    const content = testContent(4)
    const entries = content.entries.map((entry) => ({ ...entry, number: 1, viewerHost: 'vi1.example.org' }))
    const bytes = signList(space, 'B', {
      content: { ...content, entries: [...entries, { ...testContent(5).entries[4]!, viewerHost: '' }] },
    })
    const { warnings } = await verifyWhitelist(bytes, options)
    expect(warnings.map(({ code }) => code)).toEqual([
      'number-repeated',
      'viewer-empty',
      'viewer-repeated',
      'zone-foreign',
    ])
    expect(warnings[0]?.detail).toMatch(/\(and 2 more\)/)
  })

  it('tells of a signing time outside the certificate, which proves nothing either way', async () => {
    const bytes = signList(space, 'B', { signingTime: '2020-01-01T00:00:00Z' })
    const { warnings } = await verifyWhitelist(bytes, options)
    expect(warnings.map(({ code }) => code)).toEqual(['signed-outside-validity'])
  })

  it('takes an overlap of two certificates without a warning', async () => {
    const content = testContent(2)
    const [first] = content.entries
    const renewed = { ...first!, certificateDn: first!.certificateDn.replace(',C=FR', ',L=Paris,C=FR') }
    const bytes = signList(space, 'B', { content: { ...content, entries: [...content.entries, renewed] } })
    const list = await verifyWhitelist(bytes, options)
    expect(list.entries).toHaveLength(3)
    expect(list.warnings).toEqual([])
  })
})

describe('order of codes (Format 7)', () => {
  // Each list has both faults; the first in the order is the answer.
  it.each([
    [
      'list-grammar',
      'signature-missing',
      (text: string) =>
        text
          .replace(/<ds:Signature.*<\/ds:Signature>/s, '')
          .replace('<ListeDomaines>', '<ListeDomaines a="b">'),
    ],
    [
      'list-grammar',
      'signature-grammar',
      (text: string) =>
        text.replace('<ds:KeyInfo>', '<ds:KeyInfo a="b">').replace('<ListeDomaines>', '<a/><ListeDomaines>'),
    ],
    [
      'signature-grammar',
      'document-digest',
      (text: string) => text.replace('<ds:KeyInfo>', '<ds:KeyInfo a="b">').replace('vi1.', 'vi9.'),
    ],
    [
      'document-digest',
      'properties-digest',
      (text: string) => text.replace('text/xml', 'text/xmm').replace('vi1.', 'vi9.'),
    ],
    ['document-digest', 'entry-syntax', (text: string) => text.replace('<db>', '<db a="b">')],
    [
      'properties-digest',
      'signature-value',
      (text: string) =>
        text.replace('text/xml', 'text/xmm').replace(/(<ds:SignatureValue[^>]*>)..../, '$1AAAA'),
    ],
    [
      'signature-value',
      'signer-dn',
      (text: string) => text.replace(/(<ds:SignatureValue[^>]*>)..../, '$1AAAA'),
    ],
  ] as const)('%s before %s', async (code, _, bend) => {
    const text = signList(space, 'B').toString()
    const bent = bend(text)
    expect(bent).not.toBe(text)
    await expect(verifyWhitelist(Buffer.from(bent), options)).rejects.toEqual(refusal(code))
  })

  it('looks at the signer before the entries: a fault of entries is told of signed lists only', async () => {
    const content = testContent(2)
    const entries = content.entries.map((entry) => ({ ...entry, wadoHost: 'no host' }))
    const bytes = signList(space, 'B', { content: { ...content, entries } })
    const stranger = { ...options, signer: { ...options.signer, commonName: 'x', organizationalUnit: 'y' } }
    await expect(verifyWhitelist(bytes, stranger)).rejects.toEqual(refusal('signer-dn'))
    await expect(verifyWhitelist(bytes, options)).rejects.toEqual(refusal('entry-syntax'))
  })
})
