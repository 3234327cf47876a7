import { loadTrust, verifyWhitelist } from '@trust-space/whitelist'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAuthority, type Issued, type TrustAuthority } from '../../demo/trust-authority.ts'
import { craftedCrl, partPoint } from '../hostile-lists/crafted.ts'
import { signList, testClock } from '../support/sign-list.ts'

const at = testClock()
let authority: TrustAuthority
let signer: Issued
beforeAll(async () => {
  // Certificates of this authority name `http://crl.example/crl/lists.crl` as their distribution point.
  authority = await createAuthority({ clock: testClock, demo: false, urlBase: 'http://crl.example' })
  signer = await authority.issueListSigner()
})

async function verdict(url: string, revoked: readonly Uint8Array<ArrayBuffer>[] = []): Promise<string> {
  const { lists } = authority.issuers
  const chain = [lists.certificate, authority.root]
  const list = signList({ authority, signer, chain }, 'B')
  const part = await craftedCrl(lists, { now: at, extension: partPoint(url), revoked })
  const trust = await loadTrust({
    anchors: [authority.root],
    intermediates: [lists.certificate],
    crls: [await authority.crl('root'), part],
  })
  const identity = { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' }
  return verifyWhitelist(list, { at, trust, signer: identity, revocation: 'require' }).then(
    () => 'accepted',
    ({ code }: { code: string }) => code,
  )
}

describe('a revocation list of one distribution point (RFC 5280 6.3.3)', () => {
  it('counts for the certificates that bear its name', async () => {
    expect(await verdict('http://crl.example/crl/lists.crl')).toBe('accepted')
  })

  it('revokes among them', async () => {
    const revoked = [new Uint8Array(signer.certificate)]
    expect(await verdict('http://crl.example/crl/lists.crl', revoked)).toBe('signer-revoked')
  })

  it('says nothing about the others', async () => {
    expect(await verdict('http://crl.example/crl/lists-2.crl')).toBe('revocation-unknown')
  })
})
