import {
  AdmissionError,
  loadTrust,
  peerAdmission,
  TrustError,
  VerificationError,
  verifyWhitelist,
} from '@trust-space/whitelist'
import { beforeAll, describe, expect, it } from 'vitest'
import { testContent, type TestEntry } from '../support/list-content.ts'
import { signingSpace, signList, testClock, type SigningSpace } from '../support/sign-list.ts'
import { mutateBytes, seededRandom } from './mutations.ts'

const at = testClock()
const signer = { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' }
const DN =
  'CN=db1.test.mesimagesmedicales.fr,OU=300000001800001,O=CABINET DE RADIOLOGIE DE L’ÉTOILE,ST=Paris (75),C=FR'
let space: SigningSpace
let pinned: { anchors: Uint8Array[]; intermediates: Uint8Array[] }
beforeAll(async () => {
  space = await signingSpace()
  const { lists, servers } = space.authority.issuers
  pinned = { anchors: [space.authority.root], intermediates: [lists.certificate, servers.certificate] }
})

describe('random mutations of what a list is judged by', () => {
  it('a revoked signer is refused whatever becomes of the revocation list, and nothing else is thrown', async () => {
    const list = signList(space, 'B')
    const rootCrl = await space.authority.crl('root')
    space.authority.revoke(space.signer.certificate)
    const crl = Buffer.from(await space.authority.crl('lists'))
    const codes = new Map<string, number>()
    for (let seed = 1; seed <= 1_500; seed += 1) {
      const crls = [rootCrl, seed === 1 ? crl : mutateBytes(crl, Buffer.from(rootCrl), seededRandom(seed))]
      const verdict = await loadTrust({ ...pinned, crls })
        .then((trust) => verifyWhitelist(list, { at, trust, signer, revocation: 'require' }))
        .then(
          () => 'accepted',
          (error: unknown) => {
            if (error instanceof VerificationError) return error.code
            throw new Error(`seed ${seed}`, { cause: error })
          },
        )
      codes.set(verdict, (codes.get(verdict) ?? 0) + 1)
    }
    expect([...codes.keys()].sort()).toEqual(['revocation-unknown', 'signer-revoked'])
  })

  it('an authority that was tampered with is a TrustError or takes no part', async () => {
    const { servers } = space.authority.issuers
    let refused = 0
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const bytes = mutateBytes(
        Buffer.from(servers.certificate),
        Buffer.from(space.authority.root),
        seededRandom(seed),
      )
      try {
        await loadTrust({ anchors: [space.authority.root], intermediates: [bytes] })
      } catch (error) {
        if (!(error instanceof TrustError)) throw new Error(`seed ${seed}`, { cause: error })
        refused += 1
      }
    }
    // Some mutants are the root's own bytes, or equal the original.
    expect(refused).toBeGreaterThan(900)
  })

  it('a peer’s certificate is admitted only as it was issued, and nothing but a refusal is thrown', async () => {
    const entry: TestEntry = { ...testContent(1).entries[0]!, certificateDn: DN }
    const content = { generatedAt: '2026-11-20T08:30:00Z', entries: [entry] }
    const box = await space.authority.issueBoxCertificate({ host: entry.wadoHost })
    const another = await space.authority.issueBoxCertificate({ host: 'db2.test.mesimagesmedicales.fr' })
    const issuer = await signingSpace()
    const trust = await loadTrust({
      anchors: [space.authority.root, issuer.authority.root],
      intermediates: [...pinned.intermediates, issuer.authority.issuers.lists.certificate],
      crls: [
        await space.authority.crl('root'),
        await space.authority.crl('servers'),
        await issuer.authority.crl('root'),
        await issuer.authority.crl('lists'),
      ],
    })
    const list = await verifyWhitelist(signList(issuer, 'B', { content }), {
      at,
      trust,
      signer,
      revocation: 'require',
    })
    const admit = (certificate: Uint8Array) =>
      peerAdmission(list, { certificate }, { trust, at, usage: 'client' })
    expect(admit(box.certificate).entry.wadoHost).toBe(entry.wadoHost)
    for (let seed = 1; seed <= 1_500; seed += 1) {
      const bytes = mutateBytes(
        Buffer.from(box.certificate),
        Buffer.from(another.certificate),
        seededRandom(seed),
      )
      if (bytes.equals(box.certificate)) continue
      try {
        admit(bytes)
      } catch (error) {
        if (error instanceof AdmissionError) continue
        throw new Error(`seed ${seed}`, { cause: error })
      }
      throw new Error(`seed ${seed} was admitted`)
    }
  })
})
