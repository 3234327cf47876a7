import type { Issued, TrustAuthority } from '../../demo/trust-authority.ts'
import { listText, testContent, type TestContent } from '../support/list-content.ts'
import { craftedCrls, type CraftedCrlName } from './crafted.ts'
import { foreignSigners, type ForeignSigners } from './foreign-signers.ts'
import type { Profile } from '../support/recipe.ts'
import {
  signingSpace,
  signList,
  testClock,
  type SigningSpace,
  type SignOptions,
} from '../support/sign-list.ts'

/** The present of the kit: every verifier is asked as of this time unless a case says otherwise. */
export const KIT_TIME = testClock()
const DAY_MS = 86_400_000

export type CrlName =
  | 'root'
  | 'lists'
  | 'twin'
  | 'revoked'
  | 'expired'
  | 'expired-with-revocation'
  | 'forged'
  | 'future'
  | 'revoked-ca'
  | CraftedCrlName

/** All that the cases sign with: one honest space, and strangers. */
export interface Kit {
  readonly space: SigningSpace
  readonly authority: TrustAuthority
  readonly signer: Issued
  /** A space with the very names of the honest one, and other keys. */
  readonly impostor: SigningSpace
  /** Renewed under the same key and name: another certificate. */
  readonly renewed: Issued
  readonly revokedSigner: Issued
  /** Whoever else holds a certificate. */
  readonly signers: ForeignSigners
  /** DER, by name; which of them are in force is for the case to say. */
  readonly crls: Readonly<Record<CrlName, Uint8Array>>
}

/** Makes a fresh kit. Keys are random: no two kits are equal, their verdicts are. */
export async function makeKit(): Promise<Kit> {
  const space = await signingSpace()
  const impostor = await signingSpace()
  const { authority, signer } = space
  const days = (count: number) => new Date(KIT_TIME.getTime() + count * DAY_MS)
  const renewed = await authority.issueListSigner({
    privateKeyPem: signer.privateKeyPem,
    notBefore: days(-300),
  })
  const revokedSigner = await authority.issueListSigner({ notBefore: days(-200) })
  const signers = await foreignSigners(authority, KIT_TIME)
  const clean = await authority.crl('lists', { thisUpdate: days(-0.1) })
  const twin = await authority.crl('lists')
  const past = { thisUpdate: days(-9), nextUpdate: days(-2) }
  const expired = await authority.crl('lists', past)
  const rootCrl = await authority.crl('root')
  authority.revoke(revokedSigner.certificate, days(-1))
  authority.revoke(authority.issuers.lists.certificate, days(-1))
  return {
    space,
    authority,
    signer,
    impostor,
    renewed,
    revokedSigner,
    signers,
    crls: {
      root: rootCrl,
      lists: clean,
      twin,
      revoked: await authority.crl('lists'),
      expired,
      'expired-with-revocation': await authority.crl('lists', past),
      future: await authority.crl('lists', { thisUpdate: days(1), nextUpdate: days(3) }),
      forged: await impostor.authority.crl('lists'),
      'revoked-ca': await authority.crl('root'),
      ...(await craftedCrls(authority.issuers.lists, KIT_TIME)),
    },
  }
}

/** Three ordinary entries: what the honest list of the kit holds. */
export const honestContent: TestContent = testContent(3)

/** Signs with the honest signer whatever the recipe says. */
export function sign(kit: Kit, profile: Profile, options: SignOptions = {}): Buffer {
  return signList(kit.space, profile, { content: honestContent, ...options })
}

/** Signs the honest list after a change of its canonical text: the signature is sound, the content is not. */
export function signChanged(kit: Kit, profile: Profile, from: string | RegExp, to: string): Buffer {
  return sign(kit, profile, { canonicalDocument: replaced(listText(honestContent), from, to) })
}

/** Signs the honest list, but writes it another way into the file: `canonical` is what a parser sees of it. */
export function signWritten(
  kit: Kit,
  profile: Profile,
  from: string | RegExp,
  to: string,
  canonical = listText(honestContent),
): Buffer {
  return sign(kit, profile, { canonicalDocument: canonical, writtenDocument: replaced(canonical, from, to) })
}

/** Changes the finished file; throws where there is nothing to change, so that no case tests nothing. */
export function tamper(list: Uint8Array, from: string | RegExp, to: string): Buffer {
  return Buffer.from(replaced(Buffer.from(list).toString(), from, to))
}

export function replaced(text: string, from: string | RegExp, to: string): string {
  // A function, since `$` in a replacement would be read as a pattern.
  const changed = text.replace(from, () => to)
  if (changed === text) throw new Error(`nothing to replace: ${String(from)}`)
  return changed
}
