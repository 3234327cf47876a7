import { isDeepStrictEqual } from 'node:util'
import { loadTrust, verifyWhitelist, VerificationError, type VerifiedWhitelist } from '@trust-space/whitelist'
import { listText, testContent, testEntry } from '../support/list-content.ts'
import { profiles, type Profile } from '../support/recipe.ts'
import { signingSpace, signList, testClock, type SigningSpace } from '../support/sign-list.ts'
import { mutate, seededRandom } from './mutations.ts'

export interface HammerResult {
  /** Mutants that differ from the original and were refused. */
  refused: number
  /** Mutants that differ in bytes and were accepted with the very content of the original: line ends, attribute order. */
  acceptedUnchanged: number
  /** Mutants equal to the original to the byte: they count for nothing. */
  equal: number
  /** How often each code was the answer. */
  readonly codes: Record<string, number>
  /** Must stay empty: what was accepted with another content, and what was no answer at all. */
  readonly faults: {
    readonly seed: number
    readonly profile: Profile
    readonly kind: string
    readonly what: string
  }[]
}

/**
 * Mutates signed lists of both profiles and asks the verifier about each mutant. Mutants that equal their original are
 * replaced by others, so that `count` is the number of lists that were really changed. Same seeds, same mutations.
 */
export async function hammer(
  count: number,
  firstSeed: number,
  makeVerify = ourVerifier,
): Promise<HammerResult> {
  const space = await signingSpace()
  const verify = await makeVerify(space)
  const result: HammerResult = { refused: 0, acceptedUnchanged: 0, equal: 0, codes: {}, faults: [] }
  const originals = await Promise.all(
    profiles.map(async (profile) => ({ profile, ...(await originalsOf(space, profile, verify)) })),
  )
  for (
    let seed = firstSeed;
    result.refused + result.acceptedUnchanged + result.faults.length < count;
    seed += 1
  ) {
    const original = originals[seed % originals.length]
    if (original === undefined) throw new Error('no profile')
    const { kind, bytes } = mutate(original.list, original.other, seededRandom(seed))
    if (bytes.equals(original.list)) {
      result.equal += 1
      continue
    }
    const fault = (what: string) => result.faults.push({ seed, profile: original.profile, kind, what })
    try {
      const accepted = await verify(bytes)
      const known = [original.verified, original.otherVerified].some((one) =>
        isDeepStrictEqual(contentOf(accepted), contentOf(one)),
      )
      if (known) result.acceptedUnchanged += 1
      else fault(`accepted as signed at ${accepted.signedAt} with ${accepted.entries.length} entries`)
    } catch (error) {
      if (error instanceof VerificationError) {
        result.refused += 1
        result.codes[error.code] = (result.codes[error.code] ?? 0) + 1
      } else fault(error instanceof Error ? (error.stack ?? error.message) : String(error))
    }
  }
  return result
}

type Accepted = Pick<VerifiedWhitelist, 'generatedAt' | 'entries' | 'digest' | 'signedAt'>
export type Verify = (bytes: Uint8Array) => Promise<Accepted>

async function ourVerifier({ authority }: SigningSpace): Promise<Verify> {
  const trust = await loadTrust({
    anchors: [authority.root],
    intermediates: [authority.issuers.lists.certificate],
    crls: [await authority.crl('root'), await authority.crl('lists')],
  })
  const signer = { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' }
  return (bytes) => verifyWhitelist(bytes, { at: testClock(), trust, signer, revocation: 'require' })
}

/** Two lists of one signer: what can be taken from the one and put into the other is what an attacker has. */
async function originalsOf(space: SigningSpace, profile: Profile, verify: Verify) {
  const canonicalDocument = listText(testContent(4))
  const list = signList(space, profile, {
    canonicalDocument,
    writtenDocument: canonicalDocument.replaceAll('<vi></vi>', '<vi/>'),
  })
  const other = signList(space, profile, {
    content: { generatedAt: '2026-11-21T08:30:00Z', entries: [6, 7, 8, 9].map(testEntry) },
    signingTime: '2026-11-21T09:00:00Z',
    id: profile === 'B' ? 'ffeeddccbbaa99887766554433221100' : '1795600000999',
  })
  return { list, other, verified: await verify(list), otherVerified: await verify(other) }
}

/** All that a reader acts on. */
function contentOf({ generatedAt, entries, digest, signedAt }: Accepted) {
  return { generatedAt, entries, digest, signedAt }
}
