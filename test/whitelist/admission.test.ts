import {
  admissionIndex,
  AdmissionError,
  loadTrust,
  peerAdmission,
  type AdmissionOptions,
  type Peer,
  type Trust,
} from '@trust-space/whitelist'
import { formatDistinguishedName, subjectOfCertificate, type Entry } from '@trust-space/whitelist/format'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createAuthority,
  EKU,
  type BoxOptions,
  type Issued,
  type TrustAuthority,
} from '../../demo/trust-authority.ts'
import { testClock } from '../support/sign-list.ts'

const HOUR_MS = 3_600_000
const HOST = 'db1.test.mesimagesmedicales.fr'
const at = testClock()
const hours = (count: number): Date => new Date(at.getTime() + count * HOUR_MS)

let authority: TrustAuthority
let box: Issued
let trust: Trust

beforeAll(async () => {
  authority = await createAuthority({ clock: testClock, demo: false })
  box = await issue()
  trust = await trusting([await authority.crl('root'), await authority.crl('servers')])
})

const issue = (options: Partial<BoxOptions> = {}): Promise<Issued> =>
  authority.issueBoxCertificate({ host: HOST, ...options })
const trusting = (crls: readonly Uint8Array[]): Promise<Trust> =>
  loadTrust({ anchors: [authority.root], intermediates: [authority.issuers.servers.certificate], crls })

const entryOf = (certificate: Uint8Array, changes: Partial<Entry> = {}): Entry => ({
  number: 1,
  wadoHost: HOST,
  viewerHost: '',
  denomination: 'X',
  certificateDn: formatDistinguishedName(subjectOfCertificate(certificate)),
  supportContact: '',
  addedAt: '2025-07-22T11:27:12Z',
  ...changes,
})
const listOf = (...entries: Entry[]) => ({ generatedAt: '2025-07-23T11:08:12Z', entries })

/** The entry's number, or the code of the refusal. */
const answer = (
  peer: Peer | undefined,
  options: Partial<AdmissionOptions> = {},
  list: Parameters<typeof peerAdmission>[0] = listOf(entryOf(box.certificate)),
): number | string => {
  try {
    return peerAdmission(list, peer, { trust, at, usage: 'client', ...options }).entry.number
  } catch (error) {
    if (error instanceof AdmissionError) return error.code
    throw error
  }
}
const peer = ({ certificate }: Issued): Peer => ({ certificate })

describe('admission of a peer (Format 9)', () => {
  it('admits who is listed, as client and as server', () => {
    expect(answer(peer(box))).toBe(1)
    expect(answer(peer(box), { usage: 'server', expectedHost: HOST })).toBe(1)
    expect(answer(peer(box), { usage: 'server', expectedHost: HOST.toUpperCase() })).toBe(1)
  })

  it('gives the line the peer acts under, of the two of an overlap', async () => {
    const renewed = await issue({ organization: 'NEW HOLDER' })
    const list = listOf(entryOf(box.certificate, { number: 7 }), entryOf(renewed.certificate, { number: 8 }))
    expect(answer(peer(box), {}, list)).toBe(7)
    expect(answer(peer(renewed), {}, list)).toBe(8)
  })

  it('compares names and not spellings', () => {
    const certificateDn = entryOf(box.certificate).certificateDn.replaceAll(',', ', ').replace('É', 'E\u0301')
    expect(answer(peer(box), {}, listOf(entryOf(box.certificate, { certificateDn })))).toBe(1)
  })

  it('refuses a peer without a certificate, or with one that cannot be read', () => {
    expect(answer(undefined)).toBe('no-certificate')
    expect(answer({ certificate: new Uint8Array() })).toBe('no-certificate')
    expect(answer({ certificate: box.certificate.subarray(0, -1) })).toBe('no-certificate')
  })

  it('refuses everybody where no list is in force', () => {
    expect(() => peerAdmission(undefined, peer(box), { trust, at, usage: 'client' })).toThrow(
      expect.objectContaining({ name: 'AdmissionError', code: 'list-closed' }),
    )
  })

  it('refuses who is not listed, and a server that is not the one dialled', async () => {
    const other = await issue({ host: 'db2.test.mesimagesmedicales.fr' })
    expect(answer(peer(other))).toBe('not-listed')
    expect(answer(peer(box), {}, listOf())).toBe('not-listed')
    expect(answer(peer(box), { usage: 'server' })).toBe('not-listed')
    expect(answer(peer(box), { usage: 'server', expectedHost: 'db9.test.mesimagesmedicales.fr' })).toBe(
      'not-listed',
    )
    const list = listOf(
      entryOf(box.certificate),
      entryOf(other.certificate, { wadoHost: 'db2.test.mesimagesmedicales.fr' }),
    )
    expect(answer(peer(other), { usage: 'server', expectedHost: HOST }, list)).toBe('dn-differs')
  })

  it('refuses another certificate of the same host', async () => {
    expect(answer(peer(await issue({ organization: 'ANOTHER HOLDER' })))).toBe('dn-differs')
    expect(answer(peer(await issue({ ou: '300000001800099' })))).toBe('dn-differs')
  })

  it('refuses a chain that is not pinned, whatever the peer sends along', async () => {
    const impostor = await createAuthority({ clock: testClock, demo: false })
    const { certificate } = await impostor.issueBoxCertificate({ host: HOST })
    expect(answer({ certificate, chain: [impostor.issuers.servers.certificate, impostor.root] })).toBe(
      'chain',
    )
    const lists = await issue({ issuer: 'lists' })
    expect(answer(peer(lists))).toBe('chain')
  })

  it('refuses a certificate outside its validity', async () => {
    expect(answer(peer(await issue({ notBefore: hours(1), notAfter: hours(2) })))).toBe('not-yet-valid')
    expect(answer(peer(await issue({ notBefore: hours(-2), notAfter: hours(-1) })))).toBe('expired')
  })

  it('refuses a revoked peer, and one whose revocation nobody can tell', async () => {
    const revoked = await issue()
    const root = await authority.crl('root')
    authority.revoke(revoked.certificate)
    const fresh = await trusting([root, await authority.crl('servers')])
    expect(answer(peer(revoked), { trust: fresh })).toBe('revoked')
    expect(answer(peer(box), { trust: fresh })).toBe(1)
    const late = await trusting([
      root,
      await authority.crl('servers', { thisUpdate: hours(-50), nextUpdate: hours(-2) }),
    ])
    expect(answer(peer(box), { trust: late })).toBe('revocation-unknown')
    expect(answer(peer(revoked), { trust: late })).toBe('revoked')
    expect(answer(peer(box), { trust: late, crlGraceMs: 2 * HOUR_MS })).toBe(1)
    expect(answer(peer(box), { trust: await trusting([root]) })).toBe('revocation-unknown')
  })

  it('refuses a certificate made for something else', async () => {
    expect(answer(peer(await issue({ usage: 'server' })))).toBe('usage')
    expect(answer(peer(await issue({ usage: 'client' })), { usage: 'server', expectedHost: HOST })).toBe(
      'usage',
    )
    expect(answer(peer(await issue({ keyUsages: ['keyEncipherment'] })))).toBe('usage')
    expect(answer(peer(await issue({ usage: 'server' })), { extendedKeyUsages: [EKU.serverAuth] })).toBe(1)
  })

  it('answers by the order of codes: an unknown stranger learns only that it is not listed', async () => {
    const impostor = await createAuthority({ clock: testClock, demo: false })
    const stranger = await impostor.issueBoxCertificate({
      host: 'db9.x.fr',
      notBefore: hours(-2),
      notAfter: hours(-1),
    })
    expect(answer(peer(stranger))).toBe('not-listed')
    const lookAlike = await impostor.issueBoxCertificate({
      host: HOST,
      notBefore: hours(-2),
      notAfter: hours(-1),
    })
    expect(answer(peer(lookAlike))).toBe('chain')
  })
})

describe('the index', () => {
  it('is built once for a list', () => {
    const list = listOf(entryOf(box.certificate))
    const index = admissionIndex(list)
    expect(admissionIndex(list)).toBe(index)
    expect(admissionIndex(index)).toBe(index)
    expect(answer(peer(box), {}, index)).toBe(1)
  })
})
