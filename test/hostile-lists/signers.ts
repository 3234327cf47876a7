import type { SigningMaterial } from '../support/recipe.ts'
import type { HostileCase } from './case.ts'
import { KIT_TIME, sign, tamper, type Kit } from './kit.ts'

const hours = (count: number) => new Date(KIT_TIME.getTime() + count * 3_600_000)

/** A list signed by somebody else, with the chain that he would show. */
function by(
  signer: (kit: Kit) => SigningMaterial,
  chain?: (kit: Kit) => readonly Uint8Array[],
): HostileCase['build'] {
  return (kit, profile) =>
    sign(kit, profile, {
      signer: signer(kit),
      ...(chain && profile === 'B' ? { chain: chain(kit) } : {}),
    })
}

/** Who signed: other certificates of the same authority, the same names under other keys, and what the times say. */
export const signerCases: readonly HostileCase[] = [
  {
    name: 'certificate-digest-of-another',
    code: 'signing-certificate-mismatch',
    danger:
      'The signed properties name another certificate than the one that is checked; usual tools do not compare.',
    xmlsec1: 'accepts',
    build: (kit, profile) => sign(kit, profile, { signingCertificate: kit.impostor.signer.certificate }),
  },
  {
    name: 'certificate-exchanged',
    code: 'signing-certificate-mismatch',
    danger:
      'Another certificate of the same key is put into KeyInfo after signing, to escape an expiry or a revocation.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      tamper(
        sign(kit, profile),
        Buffer.from(kit.signer.certificate).toString('base64'),
        Buffer.from(kit.renewed.certificate).toString('base64'),
      ),
  },
  {
    name: 'rogue-certificate-first',
    code: 'signing-certificate-mismatch',
    xmlsec1: 'accepts',
    danger:
      'KeyInfo opens with the attacker’s certificate and holds the signer’s behind it: which one is checked?',
    build: (kit, profile) =>
      tamper(
        sign(kit, profile),
        /<(ds:)?X509Certificate>/,
        profile === 'B'
          ? `<ds:X509Certificate>${Buffer.from(kit.impostor.signer.certificate).toString('base64')}</ds:X509Certificate><ds:X509Certificate>`
          : `<X509Certificate>${Buffer.from(kit.impostor.signer.certificate).toString('base64')}</X509Certificate><X509Certificate>`,
      ),
  },
  {
    name: 'certificate-unreadable',
    code: 'signature-grammar',
    danger: 'A certificate that is no certificate must be an answer, not a crash.',
    build: (kit, profile) =>
      tamper(
        sign(kit, profile),
        Buffer.from(kit.signer.certificate).toString('base64'),
        Buffer.from('no certificate').toString('base64'),
      ),
  },
  {
    name: 'signed-by-an-operator',
    code: 'signer-dn',
    danger:
      'The TLS certificate of any listed box, of the very same authority, signs a list that lets everybody in.',
    xmlsec1: 'accepts',
    build: by((kit) => kit.signers.operator),
  },
  {
    name: 'signed-by-another-organisation',
    code: 'signer-dn',
    danger: 'Any structure can order a certificate for signing from the same authority.',
    xmlsec1: 'accepts',
    build: by((kit) => kit.signers.otherUnit),
  },
  {
    name: 'look-alike-name',
    code: 'signer-dn',
    danger: 'A hyphen that does not break looks like the one of "DRIM-M".',
    xmlsec1: 'accepts',
    build: by((kit) => kit.signers.lookAlike),
  },
  {
    name: 'name-with-more-behind',
    code: 'signer-dn',
    danger: 'Who compares beginnings takes "Liste Blanche DRIM-M de test".',
    xmlsec1: 'accepts',
    build: by((kit) => kit.signers.longer),
  },
  {
    name: 'two-common-names',
    code: 'signer-dn',
    danger: 'The first CN is the attacker’s, the last the right one: tools differ in which they show.',
    xmlsec1: 'accepts',
    build: by((kit) => kit.signers.twoNames),
  },
  {
    name: 'name-inside-another-attribute',
    code: 'signer-dn',
    danger:
      'O="x,CN=Liste Blanche DRIM-M,OU=318751275100020": a search in the printed name finds what it looks for.',
    xmlsec1: 'accepts',
    build: by((kit) => kit.signers.nested),
  },
  {
    name: 'certificate-for-servers',
    code: 'signer-usage',
    xmlsec1: 'accepts',
    danger:
      'The right name with the usages of a TLS server: its key lies on a machine that faces the Internet.',
    build: by((kit) => kit.signers.tls),
  },
  {
    name: 'certificate-for-encryption',
    code: 'signer-usage',
    xmlsec1: 'accepts',
    danger: 'The key usage forbids signing.',
    build: by((kit) => kit.signers.encryption),
  },
  {
    name: 'certificate-for-any-usage',
    code: 'signer-usage',
    xmlsec1: 'accepts',
    danger: 'No extended key usage: fit for all is fit for nothing in particular.',
    build: by((kit) => kit.signers.anyUsage),
  },
  {
    name: 'signed-by-an-authority',
    code: 'signer-usage',
    xmlsec1: 'accepts',
    danger: 'A certificate that may itself issue certificates is not to sign lists.',
    build: by((kit) => kit.signers.ca),
  },
  {
    name: 'same-names-other-keys',
    code: 'chain',
    danger: 'A whole authority with the very names of the real one: pins must be of keys, never of names.',
    xmlsec1: 'refuses',
    build: by(
      (kit) => kit.impostor.signer,
      (kit) => kit.impostor.chain,
    ),
  },
  {
    name: 'self-signed',
    code: 'chain',
    danger: 'Anybody can give himself the name.',
    xmlsec1: 'refuses',
    build: by(
      (kit) => kit.signers.selfSigned,
      () => [],
    ),
  },
  {
    name: 'issued-by-an-operator',
    code: 'chain',
    danger: 'A box certificate used as an authority: who does not look at basicConstraints accepts it.',
    xmlsec1: 'refuses',
    build: by(
      (kit) => kit.signers.byOperator,
      (kit) => [kit.signers.operator.certificate, ...kit.space.chain],
    ),
  },
  {
    name: 'issued-below-the-issuing-authority',
    code: 'chain',
    danger: 'The path is longer than the authority allows.',
    xmlsec1: 'refuses',
    build: by(
      (kit) => kit.signers.bySubordinate,
      (kit) => [kit.signers.ca.certificate, ...kit.space.chain],
    ),
  },
  {
    name: 'issued-by-another-branch',
    code: 'chain',
    danger: 'The same root issues for servers too: only the pinned issuing authority signs signers of lists.',
    build: by(
      (kit) => kit.signers.otherBranch,
      (kit) => [kit.authority.issuers.servers.certificate, kit.authority.root],
    ),
    xmlsec1: 'accepts',
    profiles: ['B'],
  },
  {
    name: 'certificate-altered',
    code: 'chain',
    danger: 'A certificate whose content was changed after it was issued.',
    xmlsec1: 'refuses',
    build: by((kit) => kit.signers.altered),
  },
  {
    name: 'key-too-short',
    code: 'algorithm-not-allowed',
    danger: 'RSA of 1024 bits is within reach of a state: who factors it signs any list.',
    build: by((kit) => kit.signers.shortKey),
  },
  {
    name: 'key-of-another-kind',
    code: 'algorithm-not-allowed',
    danger:
      'The file says RSA and the certificate holds an elliptic key: which of the two does the verifier follow?',
    build: by((kit) => kit.signers.ellipticKey),
  },
  {
    name: 'certificate-signed-with-sha1',
    code: 'chain',
    danger: 'A certificate under SHA-1 can be a collision of one that was asked for in good faith.',
    build: by((kit) => kit.signers.weakHash),
  },
  {
    name: 'certificate-with-unknown-critical-extension',
    code: 'chain',
    danger: 'Critical means: refuse, if you do not understand what this limits.',
    xmlsec1: 'refuses',
    build: by((kit) => kit.signers.criticalExtension),
  },
  {
    name: 'signer-of-tomorrow',
    code: 'signer-not-yet-valid',
    danger: 'A certificate before its time is used by who should not have it yet.',
    xmlsec1: 'refuses',
    build: by((kit) => kit.signers.notYet),
  },
  {
    name: 'signer-expired-yesterday',
    code: 'signer-expired',
    danger:
      'Nobody watches over a key whose certificate has ended; it happened to the real list for five days in 2026.',
    xmlsec1: 'refuses',
    build: by((kit) => kit.signers.expired),
  },
  {
    name: 'clock-far-ahead',
    code: 'signer-expired',
    danger: 'The same list years later: acceptance must end by itself.',
    build: (kit, profile) => sign(kit, profile),
    circumstances: () => ({ at: hours(4 * 365 * 24) }),
  },
  {
    name: 'clock-far-behind',
    code: 'signer-not-yet-valid',
    danger: 'A machine whose clock fell back must notice, not trust.',
    build: (kit, profile) => sign(kit, profile),
    circumstances: () => ({ at: hours(-2 * 365 * 24) }),
  },
  {
    name: 'signer-revoked',
    code: 'signer-revoked',
    xmlsec1: 'accepts',
    danger: 'The key was stolen, and the authority says so.',
    build: by((kit) => kit.revokedSigner),
    circumstances: () => ({ crls: ['root', 'revoked'] }),
  },
  {
    name: 'issuing-authority-revoked',
    code: 'signer-revoked',
    xmlsec1: 'accepts',
    danger: 'The authority itself was revoked: all that it issued falls.',
    build: (kit, profile) => sign(kit, profile),
    circumstances: () => ({ crls: ['revoked-ca', 'lists'] }),
  },
  {
    name: 'revoked-on-an-expired-list',
    code: 'signer-revoked',
    xmlsec1: 'accepts',
    danger:
      'The revocation list has ended, and nobody made a newer one: what it said of the thief stays true.',
    build: by((kit) => kit.revokedSigner),
    circumstances: () => ({ crls: ['root', 'expired-with-revocation'] }),
  },
  {
    name: 'revocation-list-expired',
    code: 'revocation-unknown',
    xmlsec1: 'accepts',
    danger: 'An old revocation list replayed: the theft that it does not know of stays hidden.',
    build: by((kit) => kit.revokedSigner),
    circumstances: () => ({ crls: ['root', 'expired'] }),
  },
  {
    name: 'revocation-list-forged',
    code: 'revocation-unknown',
    xmlsec1: 'accepts',
    danger: 'A clean revocation list under the right name, signed by another key.',
    build: by((kit) => kit.revokedSigner),
    circumstances: () => ({ crls: ['root', 'forged'] }),
  },
  {
    name: 'revocation-list-of-tomorrow',
    code: 'revocation-unknown',
    xmlsec1: 'accepts',
    danger: 'A revocation list that is not in force yet proves nothing today.',
    build: (kit, profile) => sign(kit, profile),
    circumstances: () => ({ crls: ['root', 'future'] }),
  },
  {
    name: 'revocation-list-missing',
    code: 'revocation-unknown',
    xmlsec1: 'accepts',
    danger: 'Whoever can withhold the revocation list must not gain by it where one is required.',
    build: by((kit) => kit.revokedSigner),
    circumstances: () => ({ crls: [], revocation: 'require' }),
  },
  {
    name: 'old-clean-list-beside-the-new',
    code: 'signer-revoked',
    danger: 'Of two revocation lists the older one, which knows nothing yet, must not win.',
    build: by((kit) => kit.revokedSigner),
    circumstances: () => ({ crls: ['root', 'lists', 'expired', 'revoked'] }),
  },
  {
    name: 'two-revocation-lists-of-one-second',
    code: 'signer-revoked',
    danger:
      'Published twice in one second, the second time because of the theft: the order of files must not decide.',
    build: by((kit) => kit.revokedSigner),
    circumstances: () => ({ crls: ['root', 'twin', 'revoked'] }),
  },
  ...(
    [
      ['some-reasons', 'A list of some reasons is silent about the others.'],
      ['indirect', 'A list that speaks for another issuer says nothing about this one.'],
      ['delta', 'A list of changes names only what is new since another list.'],
      ['authorities-only', 'A list of authorities never names a signer of lists.'],
      ['other-part', 'A list of one part of the certificates is silent about the other parts.'],
      ['endless', 'Without an end it would be current for ever, and could be replayed for ever.'],
      ['weak-hash', 'A revocation list under SHA-1 can be a collision of another one.'],
      ['garbage', 'What cannot be read may be the list that revokes.'],
    ] as const
  ).map(([name, danger]): HostileCase => ({
    name: `revocation-list-${name}`,
    code: 'revocation-unknown',
    danger,
    xmlsec1: 'accepts',
    build: by((kit) => kit.revokedSigner),
    circumstances: () => ({ crls: ['root', name], revocation: 'require' }),
  })),
]
