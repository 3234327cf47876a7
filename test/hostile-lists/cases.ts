import { algorithmCases } from './algorithms.ts'
import { digestCases } from './digests.ts'
import { injectionCases } from './injections.ts'
import { signedInfoCases } from './signed-info.ts'
import { byteCases } from './bytes.ts'
import type { Circumstances, HostileCase } from './case.ts'
import { constructCases } from './constructs.ts'
import { entryCases, timeCases } from './entries.ts'
import { grammarCases } from './grammar.ts'
import { KIT_TIME, type Kit } from './kit.ts'
import { signerCases } from './signers.ts'
import { profiles, type Profile } from '../support/recipe.ts'

/** Every hostile list, in the order of the codes that refuse them. */
export const hostileCases: readonly HostileCase[] = [
  ...byteCases,
  ...constructCases,
  ...grammarCases,
  ...injectionCases,
  ...signedInfoCases,
  ...algorithmCases,
  ...digestCases,
  ...signerCases,
  ...timeCases,
  ...entryCases,
]

/** What a verifier is told where the case does not say otherwise. */
export const DEFAULT_CIRCUMSTANCES: Circumstances = {
  at: KIT_TIME,
  crls: ['root', 'lists'],
  revocation: 'warn',
}

export interface HostileList {
  /** `name` and, where the case exists in both, its profile. */
  readonly id: string
  readonly case: HostileCase
  readonly profile: Profile
  readonly bytes: Uint8Array
  readonly circumstances: Circumstances
}

/** Builds one list of every case in each of its profiles. */
export function* buildHostileLists(kit: Kit): Generator<HostileList> {
  for (const hostile of hostileCases) {
    for (const profile of hostile.profiles ?? profiles) {
      yield {
        id: `${hostile.name}.${profile.toLowerCase()}`,
        case: hostile,
        profile,
        bytes: hostile.build(kit, profile),
        circumstances: { ...DEFAULT_CIRCUMSTANCES, ...hostile.circumstances?.(kit, profile) },
      }
    }
  }
}
