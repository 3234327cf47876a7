import type { VerificationCode } from '@trust-space/whitelist'
import type { Profile } from '../support/recipe.ts'
import type { CrlName, Kit } from './kit.ts'

/** What the verifier is told beside the list: the faults that are not in the file. */
export interface Circumstances {
  readonly at: Date
  readonly crls: readonly CrlName[]
  readonly revocation: 'warn' | 'require'
  readonly held?: { readonly signedAt: string; readonly digest: string }
  readonly bytesMax?: number
  readonly profiles?: readonly Profile[]
  /** A second implementation's digest, which differs. */
  readonly secondDigest?: string
}

export interface HostileCase {
  /** Unique, kebab-case: also the name of its files. */
  readonly name: string
  readonly code: VerificationCode
  /** Why a verifier that accepts it is dangerous, in one sentence. */
  readonly danger: string
  /** Default: both. */
  readonly profiles?: readonly Profile[]
  /** What xmlsec1 says: `accepts` shows that the cryptography of the list is sound, and that only the check of the code refuses it. */
  readonly xmlsec1?: 'accepts' | 'refuses'
  build(kit: Kit, profile: Profile): Uint8Array
  circumstances?(kit: Kit, profile: Profile): Partial<Circumstances>
}
