import { createPrivateKey, sign } from 'node:crypto'
import { prepareSignature, writeUnsignedWhitelist } from '@trust-space/whitelist/format'
import { createAuthority, type Clock, type Issued, type TrustAuthority } from '../../demo/trust-authority.ts'
import { listText, testContent, type TestContent } from './list-content.ts'
import type { Profile, Recipe } from './recipe.ts'
import { signedText } from './signature.ts'

/** An authority and its list signer, as a test needs them. */
export interface SigningSpace {
  readonly authority: TrustAuthority
  readonly signer: Issued
  /** DER: issuing CA of the signer, then the root. */
  readonly chain: readonly Uint8Array[]
}

/** What the tests sign at unless they say otherwise. */
export const SIGNED_AT = '2026-11-20T09:00:00Z'
/** A present in which it is all valid. */
export const testClock: Clock = () => new Date('2026-11-25T10:00:00Z')

/** Makes an authority of its own with a signer that has been valid for a year. */
export async function signingSpace(clock: Clock = testClock): Promise<SigningSpace> {
  const authority = await createAuthority({ clock, demo: false })
  const notBefore = new Date(clock().getTime() - 365 * 86_400_000)
  const signer = await authority.issueListSigner({ notBefore })
  return { authority, signer, chain: [authority.issuers.lists.certificate, authority.root] }
}

export interface SignOptions extends Partial<Omit<Recipe, 'profile' | 'signer'>> {
  readonly content?: TestContent
  readonly signer?: Recipe['signer']
}

/** A signed list of either profile by the tests' own builder; any part of the recipe may be replaced. */
export function signList(space: SigningSpace, profile: Profile, options: SignOptions = {}): Buffer {
  const { content, ...recipe } = options
  return Buffer.from(
    signedText({
      profile,
      canonicalDocument: listText(content ?? testContent(3)),
      signer: space.signer,
      // Profile A's KeyInfo holds one certificate (domain 4.2).
      ...(profile === 'B' ? { chain: space.chain } : {}),
      signingTime: SIGNED_AT,
      ...recipe,
    }),
  )
}

/** A signed list of profile B as the product itself makes them. */
export function signListByProduct(space: SigningSpace, content: TestContent, signingTime: Date): Uint8Array {
  const prepared = prepareSignature({
    unsigned: writeUnsignedWhitelist(content),
    signingTime,
    certificateChain: [space.signer.certificate, ...space.chain],
    signatureId: 'ffeeddccbbaa99887766554433221100',
  })
  return prepared.complete(sign('sha256', prepared.toBeSigned, createPrivateKey(space.signer.privateKeyPem)))
}
