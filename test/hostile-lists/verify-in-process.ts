import { loadTrust, verifyWhitelist, VerificationError, type Trust } from '@trust-space/whitelist'
import type { Circumstances } from './case.ts'
import type { Kit } from './kit.ts'

export interface Verdict {
  readonly verdict: 'accepted' | 'refused'
  readonly code?: string
  readonly detail?: string
}

/** Who must have signed, as the ANS asks (domain 4.4). */
export const KIT_SIGNER = { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' }

/** Asks our own verifier; anything but a verdict is thrown on: a crash is not a refusal. */
export function inProcessVerifier(kit: Kit): (bytes: Uint8Array, told: Circumstances) => Promise<Verdict> {
  const trusts = new Map<string, Promise<Trust>>()
  const trustOf = ({ crls }: Circumstances) => {
    const key = crls.join()
    const known =
      trusts.get(key) ??
      loadTrust({
        anchors: [kit.authority.root],
        intermediates: [kit.authority.issuers.lists.certificate],
        crls: crls.map((name) => kit.crls[name]),
      })
    trusts.set(key, known)
    return known
  }
  return async (bytes, told) => {
    const { at, revocation, held, bytesMax, profiles, secondDigest } = told
    try {
      await verifyWhitelist(bytes, {
        at,
        revocation,
        trust: await trustOf(told),
        signer: KIT_SIGNER,
        ...(held === undefined ? {} : { held }),
        ...(bytesMax === undefined ? {} : { bytesMax }),
        ...(profiles === undefined ? {} : { profiles }),
        ...(secondDigest === undefined ? {} : { secondDigest: async () => secondDigest }),
      })
      return { verdict: 'accepted' }
    } catch (error) {
      if (error instanceof VerificationError)
        return { verdict: 'refused', code: error.code, detail: error.detail }
      throw error
    }
  }
}
