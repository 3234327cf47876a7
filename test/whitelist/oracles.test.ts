import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadTrust, verifyWhitelist, type Trust } from '@trust-space/whitelist'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificatePem, crlPem } from '../../demo/trust-authority.ts'
import { testContent } from '../support/list-content.ts'
import {
  signingSpace,
  signList,
  signListByProduct,
  testClock,
  type SigningSpace,
} from '../support/sign-list.ts'
import { profiles } from '../support/recipe.ts'
import { hasXmlsec1, xmlsec1Verify } from '../support/xmlsec1.ts'

const HOUR_MS = 3_600_000
const at = testClock()
const hours = (count: number): Date => new Date(at.getTime() + count * HOUR_MS)
const SIGNER = { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' }

let space: SigningSpace
let directory: string

beforeAll(async () => {
  space = await signingSpace()
  directory = mkdtempSync(join(tmpdir(), 'drim-oracles-'))
})
afterAll(() => {
  rmSync(directory, { recursive: true })
})

describe.skipIf(!(await hasXmlsec1()))('xmlsec1 as oracle', () => {
  const accepts = async (bytes: Uint8Array): Promise<boolean> => {
    const { authority } = space
    const oracle = await xmlsec1Verify(bytes, {
      root: authority.root,
      intermediates: [authority.issuers.lists.certificate],
      at,
    })
    return oracle.accepts
  }

  it('accepts what the product signs', async () => {
    expect(await accepts(signListByProduct(space, testContent(20), hours(-1)))).toBe(true)
  })

  // Our canonical form decides what is accepted; where it differed from the oracle's, a list could say two things.
  describe.each(profiles)('profile %s', (profile) => {
    const spellings: readonly [string, (text: string) => string][] = [
      ['CR LF', (text) => text.replaceAll('\n', '\r\n')],
      ['lone CR', (text) => text.replaceAll('\n', '\r')],
      ['empty-element tags', (text) => text.replaceAll('<vi></vi>', '<vi/>')],
      [
        'white space in tags',
        (text) => text.replaceAll('<Domaine>', '<Domaine\n>').replaceAll('</db>', '</db\t>'),
      ],
      [
        'references',
        (text) =>
          text.replaceAll('é', '&#233;').replaceAll("'", '&apos;').replaceAll('E-MEDIA', 'E&#45;MEDIA'),
      ],
      ['single quotes', (text) => text.replace(/versionFormat="(.*?)"/, "versionFormat='$1'")],
      [
        'another order of attributes',
        (text) => text.replace(/(<ListeBlancheDRIM-M) (xmlns="[^"]*") (\S*?)>/, '$1 $3 $2>'),
      ],
      [
        'another order in the Signature',
        (text) =>
          text.replace(
            /<((?:ds:)?Reference)((?: [\w:]+="[^"]*")+)>/g,
            (_, name: string, attributes: string) =>
              `<${name} ${attributes
                .trim()
                .split(/(?<=") /)
                .reverse()
                .join(' ')}>`,
          ),
      ],
      [
        'white space in base64',
        (text) =>
          text.replace(
            /((?:SignatureValue|X509Certificate)[^>]*>)([^<]{10})([^<]+)</g,
            '$1\n$2 \t&#13;\n$3\n<',
          ),
      ],
      [
        'another XML declaration',
        (text) => `<?xml version="1.0" encoding="utf-8"?>\n${text.replace(/^<\?xml.*?\?>/, '')}\n`,
      ],
    ]
    it.each(spellings)('agrees on %s', async (_name, respell) => {
      const trust = await loadTrust({
        anchors: [space.authority.root],
        intermediates: [space.authority.issuers.lists.certificate],
      })
      const bytes = Buffer.from(respell(signList(space, profile, { content: testContent(12) }).toString()))
      const ours = await verifyWhitelist(bytes, { at, trust, signer: SIGNER, revocation: 'warn' }).then(
        () => 'accepted',
        ({ code }: { code: string }) => code,
      )
      expect([ours, await accepts(bytes)]).toEqual(['accepted', true])
    })
  })
})

describe('openssl verify as oracle of chains and revocation', () => {
  const has = ((): boolean => {
    try {
      execFileSync('openssl', ['version'])
      return true
    } catch {
      return false
    }
  })()

  const file = (name: string, text: string): string => {
    const path = join(directory, name)
    writeFileSync(path, text)
    return path
  }
  const opensslAccepts = (
    certificate: Uint8Array,
    anchor: Uint8Array,
    between: Uint8Array,
    crls: readonly Uint8Array[],
  ): boolean => {
    try {
      execFileSync(
        'openssl',
        [
          ...['verify', '-attime', String(at.getTime() / 1000), '-crl_check_all', '-x509_strict'],
          ...[
            '-CAfile',
            file('root.pem', certificatePem(anchor)),
            '-untrusted',
            file('between.pem', certificatePem(between)),
          ],
          ...[
            '-CRLfile',
            file('crls.pem', crls.map((crl) => crlPem(crl)).join('\n')),
            file('leaf.pem', certificatePem(certificate)),
          ],
        ],
        { stdio: 'pipe' },
      )
      return true
    } catch {
      return false
    }
  }

  it.skipIf(!has)(
    'agrees on signers that are good, expired, not yet valid, revoked, of others, and on stale lists',
    async () => {
      const { authority } = space
      const { lists, servers } = authority.issuers
      const impostor = await signingSpace()
      const good = await authority.issueListSigner()
      const revoked = await authority.issueListSigner()
      const clean = [await authority.crl('root'), await authority.crl('lists')]
      authority.revoke(revoked.certificate)
      const crls = [clean[0]!, await authority.crl('lists')]
      const stale = [
        clean[0]!,
        await authority.crl('lists', { thisUpdate: hours(-50), nextUpdate: hours(-1) }),
      ]
      const cases: readonly [
        string,
        { certificate: Uint8Array; privateKeyPem: string },
        Uint8Array,
        readonly Uint8Array[],
        string,
      ][] = [
        ['good', good, lists.certificate, crls, 'accepted'],
        [
          'expired',
          await authority.issueListSigner({ notBefore: hours(-9), notAfter: hours(-1) }),
          lists.certificate,
          crls,
          'signer-expired',
        ],
        [
          'not yet',
          await authority.issueListSigner({ notBefore: hours(1), notAfter: hours(9) }),
          lists.certificate,
          crls,
          'signer-not-yet-valid',
        ],
        ['revoked', revoked, lists.certificate, crls, 'signer-revoked'],
        ['stale', good, lists.certificate, stale, 'revocation-unknown'],
        ['other branch', good, servers.certificate, crls, 'chain'],
        ['impostor', impostor.signer, lists.certificate, crls, 'chain'],
        ['no list', good, lists.certificate, crls.slice(1), 'revocation-unknown'],
      ]
      for (const [name, signer, between, given, due] of cases) {
        const trust: Trust = await loadTrust({
          anchors: [authority.root],
          intermediates: [between],
          crls: given,
        })
        const bytes = signList(space, 'B', { signer, chain: [] })
        const ours = await verifyWhitelist(bytes, { at, trust, signer: SIGNER, revocation: 'require' }).then(
          () => 'accepted',
          ({ code }: { code: string }) => code,
        )
        expect([name, ours]).toEqual([name, due])
        expect([name, opensslAccepts(signer.certificate, authority.root, between, given)]).toEqual([
          name,
          due === 'accepted',
        ])
      }
    },
  )
})
