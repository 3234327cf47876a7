import {
  loadTrust,
  TrustError,
  verifyWhitelist,
  type Trust,
  type VerifyOptions,
} from '@trust-space/whitelist'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  certificatePem,
  crlPem,
  createAuthority,
  nameOf,
  type TrustAuthority,
} from '../../demo/trust-authority.ts'
import { signingSpace, signList, testClock, type SigningSpace } from '../support/sign-list.ts'

const HOUR_MS = 3_600_000
const at = testClock()
const hours = (count: number): Date => new Date(at.getTime() + count * HOUR_MS)
const SIGNER = { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' }

let space: SigningSpace
let authority: TrustAuthority
let bytes: Buffer

beforeAll(async () => {
  space = await signingSpace()
  authority = space.authority
  bytes = signList(space, 'B')
})

const trusting = (crls: readonly Uint8Array[], from: TrustAuthority = authority): Promise<Trust> =>
  loadTrust({ anchors: [from.root], intermediates: [from.issuers.lists.certificate], crls })

/** 'accepted', with the codes of its warnings, or the code of the refusal. */
const verdict = async (
  crls: readonly Uint8Array[],
  options: Partial<VerifyOptions> = {},
  from: SigningSpace = space,
): Promise<string> => {
  const trust = await trusting(crls, from.authority)
  const list = from === space ? bytes : signList(from, 'B')
  return verifyWhitelist(list, { at, trust, signer: SIGNER, revocation: 'require', ...options }).then(
    ({ warnings }) => ['accepted', ...warnings.map(({ code }) => code)].join(' '),
    ({ code }: { code: string }) => code,
  )
}

describe('what is pinned (Format 8.1)', () => {
  const load = (anchors: readonly Uint8Array[], intermediates: readonly Uint8Array[] = []) =>
    loadTrust({ anchors, intermediates })
  const refusal = async (given: Promise<unknown>): Promise<string> =>
    given.then(
      () => 'loaded',
      (error: unknown) => (error instanceof TrustError ? error.code : Promise.reject(error as Error)),
    )

  it('takes DER, PEM, and PEM files of several', async () => {
    const { lists, servers } = authority.issuers
    const both = Buffer.from(
      `a comment\n${certificatePem(lists.certificate)}\n${certificatePem(servers.certificate)}`,
    )
    const trust = await load([Buffer.from(authority.rootPem)], [both, lists.certificate])
    expect(trust.fingerprints).toHaveLength(3)
  })

  it('takes intermediates in any order, each below one that is pinned', async () => {
    const below = await authority.issue(
      nameOf({ organization: 'O', organizationalUnit: 'OU', commonName: 'BELOW' }),
      {
        issuer: 'servers',
        ca: {},
        keyUsages: ['keyCertSign', 'cRLSign'],
      },
    )
    const given = load([authority.root], [below.certificate, authority.issuers.servers.certificate])
    // The issuing CAs of the test authority allow none below them, as IGC-Santé's do.
    expect(await refusal(given)).toBe('not-a-ca')
  })

  it('refuses what cannot be an anchor, with a code', async () => {
    const box = await authority.issueBoxCertificate({ host: 'db1.test.mesimagesmedicales.fr' })
    const other = await createAuthority({ clock: testClock, demo: false })
    expect(await refusal(load([]))).toBe('no-anchor')
    expect(await refusal(load([Buffer.from('nothing')]))).toBe('certificate-unreadable')
    expect(
      await refusal(load([Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')])),
    ).toBe('certificate-unreadable')
    expect(await refusal(load([authority.root.subarray(0, -1)]))).toBe('certificate-unreadable')
    expect(await refusal(load([Buffer.concat([authority.root, Buffer.of(0)])]))).toBe(
      'certificate-unreadable',
    )
    expect(await refusal(load([authority.issuers.lists.certificate]))).toBe('anchor-not-self-signed')
    expect(await refusal(load([authority.root], [box.certificate]))).toBe('not-a-ca')
    expect(await refusal(load([authority.root], [other.issuers.lists.certificate]))).toBe('issuer-not-pinned')
  })

  it('is not swayed by names: another authority of the same name issues nothing here', async () => {
    const impostor = await signingSpace()
    const list = signList(impostor, 'B')
    const given = verifyWhitelist(list, { at, trust: await trusting([]), signer: SIGNER, revocation: 'warn' })
    await expect(given).rejects.toMatchObject({ code: 'chain' })
  })
})

describe('revocation (Format 8.4, decisions 51)', () => {
  it('asks for the list of every authority of the path where it is required, and else warns', async () => {
    const [root, lists] = [await authority.crl('root'), await authority.crl('lists')]
    expect(await verdict([root, lists])).toBe('accepted')
    expect(await verdict([lists])).toBe('revocation-unknown')
    expect(await verdict([root])).toBe('revocation-unknown')
    expect(await verdict([], { revocation: 'warn' })).toBe('accepted revocation-not-checked')
  })

  it('takes PEM, and the newest of several', async () => {
    const stale = await authority.crl('lists', { thisUpdate: hours(-100), nextUpdate: hours(-50) })
    const pem = Buffer.from(crlPem(await authority.crl('lists')) + crlPem(await authority.crl('root')))
    expect(await verdict([stale, pem])).toBe('accepted')
  })

  it.each(['warn', 'require'] as const)(
    'refuses a list that is given but proves nothing (%s)',
    async (revocation) => {
      const root = await authority.crl('root')
      const lists = await authority.crl('lists')
      const forged = Buffer.from(lists)
      forged[forged.length - 1] = forged.at(-1)! ^ 1
      const ask = (crl: Uint8Array, options: Partial<VerifyOptions> = {}) =>
        verdict([root, crl], { revocation, ...options })
      expect(await ask(await authority.crl('lists', { thisUpdate: hours(-50), nextUpdate: hours(-2) }))).toBe(
        'revocation-unknown',
      )
      expect(await ask(await authority.crl('lists', { thisUpdate: hours(1), nextUpdate: hours(50) }))).toBe(
        'revocation-unknown',
      )
      expect(await ask(forged)).toBe('revocation-unknown')
      expect(await ask(Buffer.from('nothing'))).toBe('revocation-unknown')
      expect(await ask(lists.subarray(0, -1))).toBe('revocation-unknown')
      expect(await verdict([root, lists, Buffer.from('nothing')], { revocation })).toBe('revocation-unknown')
    },
  )

  it('bears a list past its nextUpdate for the grace that was given', async () => {
    const root = await authority.crl('root')
    const late = await authority.crl('lists', { thisUpdate: hours(-50), nextUpdate: hours(-2) })
    expect(await verdict([root, late], { crlGraceMs: 2 * HOUR_MS })).toBe('accepted')
    expect(await verdict([root, late], { crlGraceMs: 2 * HOUR_MS - 1000 })).toBe('revocation-unknown')
  })

  it('warns of a list of nobody that is pinned', async () => {
    const other = await createAuthority({ clock: testClock, demo: false, label: 'OTHER' })
    const crls = [await authority.crl('root'), await authority.crl('lists'), await other.crl('lists')]
    expect(await verdict(crls)).toBe('accepted revocation-list-unused')
    expect((await trusting(crls)).revocationLists.map(({ fault }) => fault)).toEqual([
      undefined,
      undefined,
      'issuer-not-pinned',
    ])
  })

  it('refuses a revoked signer, by a list past its end too', async () => {
    const own = await signingSpace()
    const [root, clean] = [await own.authority.crl('root'), await own.authority.crl('lists')]
    own.authority.revoke(own.signer.certificate)
    const late = await own.authority.crl('lists', { thisUpdate: hours(-50), nextUpdate: hours(-20) })
    const fresh = await own.authority.crl('lists')
    expect(await verdict([root, clean], {}, own)).toBe('accepted')
    expect(await verdict([root, fresh], {}, own)).toBe('signer-revoked')
    expect(await verdict([root, late], {}, own)).toBe('signer-revoked')
    expect(await verdict([fresh], { revocation: 'warn' }, own)).toBe('signer-revoked')
  })

  it('refuses a revoked issuing authority, and a revoked root', async () => {
    for (const which of ['lists', 'root'] as const) {
      const own = await signingSpace()
      const { root, issuers } = own.authority
      own.authority.revoke(which === 'root' ? root : issuers.lists.certificate)
      const crls = [await own.authority.crl('root'), await own.authority.crl('lists')]
      expect(await verdict(crls, {}, own)).toBe('signer-revoked')
    }
  })
})
